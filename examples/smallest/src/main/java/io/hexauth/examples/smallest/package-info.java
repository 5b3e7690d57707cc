// SPDX-License-Identifier: Apache-2.0
/** The smallest user of Hexauth. */
@NullMarked
package io.hexauth.examples.smallest;

import org.jspecify.annotations.NullMarked;
