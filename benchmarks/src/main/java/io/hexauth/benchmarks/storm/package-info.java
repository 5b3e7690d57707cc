// SPDX-License-Identifier: Apache-2.0
/**
 * The expiry storm: several nodes over one shared store, many threads on each, one grant whose
 * access token has ended, a server that rotates strictly and revokes the family on reuse. The same
 * harness for Hexauth and its peers; nodes are managers or injectors of their own in one JVM.
 */
@NullMarked
package io.hexauth.benchmarks.storm;

import org.jspecify.annotations.NullMarked;
