// SPDX-License-Identifier: Apache-2.0
/** What a grant in memory takes, and how long it takes to find it by its principal. */
@NullMarked
package io.hexauth.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
