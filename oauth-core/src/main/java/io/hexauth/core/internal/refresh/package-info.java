// SPDX-License-Identifier: Apache-2.0
/**
 * One refresh, from the look at memory and store to the announced token: carries out the steps that
 * the domain's {@code Refresh} decides, for one caller of many.
 */
@NullMarked
package io.hexauth.core.internal.refresh;

import org.jspecify.annotations.NullMarked;
