// SPDX-License-Identifier: Apache-2.0
/** The size of JSON values, before they are written. */
@NullMarked
package io.hexauth.domain.internal.json;

import org.jspecify.annotations.NullMarked;
