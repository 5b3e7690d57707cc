// SPDX-License-Identifier: Apache-2.0
/** The smallest application with Hexauth. */
@NullMarked
package io.hexauth.examples.smallest;

import org.jspecify.annotations.NullMarked;
