// SPDX-License-Identifier: Apache-2.0
/**
 * Stores in a relational database. Each call of a port is one statement with all its conditions,
 * which is committed immediately. Listings and clean-ups read the clock first.
 */
@NullMarked
package io.hexauth.store.jdbc.internal;

import org.jspecify.annotations.NullMarked;
