// SPDX-License-Identifier: Apache-2.0
/**
 * Guice modules and settings of stores for grants and pending authorizations in a relational
 * database.
 */
@NullMarked
package io.hexauth.store.jdbc;

import org.jspecify.annotations.NullMarked;
