// SPDX-License-Identifier: Apache-2.0
/**
 * The stores themselves: each step of a port is one statement that commits by itself, and every
 * condition is in that statement.
 */
@NullMarked
package io.hexauth.store.jdbc.internal;

import org.jspecify.annotations.NullMarked;
