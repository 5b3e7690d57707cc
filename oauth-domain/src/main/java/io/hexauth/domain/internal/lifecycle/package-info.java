// SPDX-License-Identifier: Apache-2.0
/**
 * A grant as core works with it: its document in the clear, the tokens in it, when they are due,
 * and how much memory they take. Pure values and decisions; core executes them.
 */
@NullMarked
package io.hexauth.domain.internal.lifecycle;

import org.jspecify.annotations.NullMarked;
