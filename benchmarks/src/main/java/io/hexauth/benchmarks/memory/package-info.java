// SPDX-License-Identifier: Apache-2.0
/** Measures the heap of a grant in memory, and the time to find a grant by its principal. */
@NullMarked
package io.hexauth.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
