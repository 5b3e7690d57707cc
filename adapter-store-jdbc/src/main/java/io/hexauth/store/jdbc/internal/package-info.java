// SPDX-License-Identifier: Apache-2.0
/**
 * The stores: each call of a port is one statement that commits by itself and contains all of its
 * conditions. Listings and clean-ups read the clock first.
 */
@NullMarked
package io.hexauth.store.jdbc.internal;

import org.jspecify.annotations.NullMarked;
