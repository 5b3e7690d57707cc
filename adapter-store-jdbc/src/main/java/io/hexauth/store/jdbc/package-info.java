// SPDX-License-Identifier: Apache-2.0
/**
 * Tokens and pending authorizations in a relational database; the Guice modules and their
 * configuration.
 */
@NullMarked
package io.hexauth.store.jdbc;

import org.jspecify.annotations.NullMarked;
