// SPDX-License-Identifier: Apache-2.0
/**
 * Grants and pending authorizations on their way to a store and back: sealed, written by
 * compare-and-set as the transitions of the domain decide, with each failure typed.
 */
@NullMarked
package io.hexauth.core.internal.storage;

import org.jspecify.annotations.NullMarked;
