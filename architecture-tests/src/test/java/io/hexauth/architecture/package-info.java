// SPDX-License-Identifier: Apache-2.0
/** Architecture rules. */
@NullMarked
package io.hexauth.architecture;

import org.jspecify.annotations.NullMarked;
