// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

/**
 * Time and memory of one benchmark.
 *
 * @param nanos mean time of one operation
 * @param error half of the 99.9 % confidence interval of {@code nanos}; NaN if there were too few
 *     iterations
 * @param bytes bytes that one operation allocated
 */
record Measurement(Subject subject, int threads, double nanos, double error, double bytes) {

  /** The profiler also counts allocations of JMH: a few bytes in millions of operations. */
  private static final double NOTHING = 0.05;

  boolean isAllocationFree() {
    return bytes < NOTHING;
  }

  double times(Measurement limit) {
    return nanos / limit.nanos();
  }
}
