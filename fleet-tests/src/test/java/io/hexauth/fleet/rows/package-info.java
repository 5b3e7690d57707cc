// SPDX-License-Identifier: Apache-2.0
/** Fault suite, with one test for each row of the fault catalogue. */
@NullMarked
package io.hexauth.fleet.rows;

import org.jspecify.annotations.NullMarked;
