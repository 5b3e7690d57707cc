// SPDX-License-Identifier: Apache-2.0
/**
 * Measures how fast Hexauth refreshes ten thousand grants that are close to expiry, compared with a
 * loop without Hexauth.
 */
@NullMarked
package io.hexauth.benchmarks.sweep;

import org.jspecify.annotations.NullMarked;
