// SPDX-License-Identifier: Apache-2.0
/**
 * The life of a grant in a store and of a token in memory: the record, the lease, the pure
 * decisions of refreshing once for a whole fleet. Core executes the decisions; store adapters see
 * fields and sealed bytes only.
 */
@NullMarked
package io.hexauth.domain.lifecycle;

import org.jspecify.annotations.NullMarked;
