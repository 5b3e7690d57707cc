// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

/**
 * What one subject took.
 *
 * @param nanos average time of one operation
 * @param error half of the 99.9 % confidence interval of {@code nanos}; NaN if there were too few
 *     iterations
 * @param bytes allocated for one operation
 */
record Measurement(Subject subject, int threads, double nanos, double error, double bytes) {

  /** The profiler counts what the harness allocates, too: a few bytes in millions of operations. */
  private static final double NOTHING = 0.05;

  boolean isAllocationFree() {
    return bytes < NOTHING;
  }

  double times(Measurement limit) {
    return nanos / limit.nanos();
  }
}
