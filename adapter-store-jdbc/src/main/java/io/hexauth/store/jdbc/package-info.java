// SPDX-License-Identifier: Apache-2.0
/**
 * Tokens and pending authorizations in a relational database; the Guice modules and what they need.
 */
@NullMarked
package io.hexauth.store.jdbc;

import org.jspecify.annotations.NullMarked;
