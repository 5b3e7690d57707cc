// SPDX-License-Identifier: Apache-2.0
/**
 * What the steps of a store cost beside the same statements and scripts by hand, what sealing
 * costs, and how often a refresh goes to the store.
 */
@NullMarked
package io.hexauth.benchmarks.stores;

import org.jspecify.annotations.NullMarked;
