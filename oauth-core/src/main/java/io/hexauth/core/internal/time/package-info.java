// SPDX-License-Identifier: Apache-2.0
/**
 * Clocks, elapsed time, and random values: ids, jitter and pauses. The package uses no other
 * package of the core.
 */
@NullMarked
package io.hexauth.core.internal.time;

import org.jspecify.annotations.NullMarked;
