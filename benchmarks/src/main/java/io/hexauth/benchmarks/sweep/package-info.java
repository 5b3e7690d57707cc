// SPDX-License-Identifier: Apache-2.0
/** Ten thousand grants that are due, refreshed by a sweep of Hexauth and by a loop without it. */
@NullMarked
package io.hexauth.benchmarks.sweep;

import org.jspecify.annotations.NullMarked;
