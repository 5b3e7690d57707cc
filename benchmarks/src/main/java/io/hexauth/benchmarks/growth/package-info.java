// SPDX-License-Identifier: Apache-2.0
/** Measures whether operations on a store become slower as the number of grants grows. */
@NullMarked
package io.hexauth.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
