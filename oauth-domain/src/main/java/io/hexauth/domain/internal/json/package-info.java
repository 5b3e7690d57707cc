// SPDX-License-Identifier: Apache-2.0
/** Sizes of JSON values, calculated before the values are written. */
@NullMarked
package io.hexauth.domain.internal.json;

import org.jspecify.annotations.NullMarked;
