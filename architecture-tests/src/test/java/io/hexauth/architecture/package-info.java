// SPDX-License-Identifier: Apache-2.0
/** The rules that hold the architecture, readable from top to bottom. */
@NullMarked
package io.hexauth.architecture;

import org.jspecify.annotations.NullMarked;
