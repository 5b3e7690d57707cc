// SPDX-License-Identifier: Apache-2.0
/**
 * Other OAuth libraries, for comparison. Each has a token that is valid for an hour, is called
 * through its public API, and does not use the network.
 */
@NullMarked
package io.hexauth.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
