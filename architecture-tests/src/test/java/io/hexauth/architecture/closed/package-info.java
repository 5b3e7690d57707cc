// SPDX-License-Identifier: Apache-2.0
/** Closed sets of variants: no code outside a set has to know all of it. */
@NullMarked
package io.hexauth.architecture.closed;

import org.jspecify.annotations.NullMarked;
