// SPDX-License-Identifier: Apache-2.0
/**
 * Measures single operations of the stores, compared with the same statements and scripts by hand.
 * Also measures encryption, and counts the round trips of a refresh.
 */
@NullMarked
package io.hexauth.benchmarks.stores;

import org.jspecify.annotations.NullMarked;
