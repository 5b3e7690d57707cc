// SPDX-License-Identifier: Apache-2.0
/**
 * Clocks, time that has passed, and random values: ids, jitter, pauses. Depends on no other package
 * of core.
 */
@NullMarked
package io.hexauth.core.internal.time;

import org.jspecify.annotations.NullMarked;
