// SPDX-License-Identifier: Apache-2.0
/** The fault suite, one sentence for each row of the design. */
@NullMarked
package io.hexauth.fleet.rows;

import org.jspecify.annotations.NullMarked;
