// SPDX-License-Identifier: Apache-2.0
/**
 * The life of a grant in a store and of a token in memory: the record, the lease, the pure
 * decisions of refreshing once for a whole fleet. Store adapters carry these records; core executes
 * the decisions.
 */
@NullMarked
package io.hexauth.domain.lifecycle;

import org.jspecify.annotations.NullMarked;
