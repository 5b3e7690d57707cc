// SPDX-License-Identifier: Apache-2.0
/** Measures how often a token is found in memory if there are more users than memory holds. */
@NullMarked
package io.hexauth.benchmarks.cache;

import org.jspecify.annotations.NullMarked;
