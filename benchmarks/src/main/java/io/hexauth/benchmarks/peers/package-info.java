// SPDX-License-Identifier: Apache-2.0
/**
 * Other libraries that hand out tokens, each holding one that is valid for an hour. Driven through
 * their public API and never touching the network.
 */
@NullMarked
package io.hexauth.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
