// SPDX-License-Identifier: Apache-2.0
/** Tests of closed sets of variants: code outside a set does not depend on all its variants. */
@NullMarked
package io.hexauth.architecture.closed;

import org.jspecify.annotations.NullMarked;
