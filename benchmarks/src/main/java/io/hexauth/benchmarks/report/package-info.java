// SPDX-License-Identifier: Apache-2.0
/**
 * One command that runs the benchmarks side by side, compares them with the targets and writes a
 * Markdown table and a chart.
 */
@NullMarked
package io.hexauth.benchmarks.report;

import org.jspecify.annotations.NullMarked;
