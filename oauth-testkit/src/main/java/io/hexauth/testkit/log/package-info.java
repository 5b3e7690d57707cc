// SPDX-License-Identifier: Apache-2.0
/**
 * Checks that no secret is disclosed: unique values, and a search for them in every form in which
 * they may be written.
 */
@NullMarked
package io.hexauth.testkit.log;

import org.jspecify.annotations.NullMarked;
