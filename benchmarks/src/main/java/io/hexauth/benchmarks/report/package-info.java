// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the measurements, compares their results with the performance targets, and writes the
 * results as Markdown tables and charts.
 */
@NullMarked
package io.hexauth.benchmarks.report;

import org.jspecify.annotations.NullMarked;
