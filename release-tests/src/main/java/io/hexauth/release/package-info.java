// SPDX-License-Identifier: Apache-2.0
/** Checks of the artifacts that a release would publish. */
@NullMarked
package io.hexauth.release;

import org.jspecify.annotations.NullMarked;
