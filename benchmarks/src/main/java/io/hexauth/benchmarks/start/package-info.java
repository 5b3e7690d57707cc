// SPDX-License-Identifier: Apache-2.0
/**
 * Measures the time from the start of an application to its first token. Each start is a new JVM.
 */
@NullMarked
package io.hexauth.benchmarks.start;

import org.jspecify.annotations.NullMarked;
