// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

import java.util.Arrays;

/**
 * The time of an operation of Hexauth, compared with the same operation by hand. Both take turns in
 * short slices of one run, so that other work on the machine affects both. Each pair of slices
 * gives one ratio.
 *
 * @param title the name of the operation in reports
 * @param nanos the time of one operation, the median of the slices
 * @param byHand the same time by hand; NaN if there is no comparison
 * @param ratio the median of the ratios
 */
public record Cost(String title, double nanos, double byHand, double ratio) {

  /** Takes the results, so that the compiler cannot remove the measured code. */
  @SuppressWarnings("UnusedVariable") // it is only written
  private static volatile Object sink = "";

  static Cost of(String title, Effort effort, Step ours, Step byHand) throws Exception {
    slice(ours, effort.warmUpMillis());
    slice(byHand, effort.warmUpMillis());
    double[] us = new double[effort.slices()];
    double[] them = new double[effort.slices()];
    double[] ratios = new double[effort.slices()];
    for (int i = 0; i < effort.slices(); i++) {
      boolean first = i % 2 == 0;
      double before = first ? 0 : slice(byHand, effort.sliceMillis());
      us[i] = slice(ours, effort.sliceMillis());
      them[i] = first ? slice(byHand, effort.sliceMillis()) : before;
      ratios[i] = us[i] / them[i];
    }
    return new Cost(title, median(us), median(them), median(ratios));
  }

  /** Measures an operation without a comparison. */
  static Cost alone(String title, Effort effort, Step ours) throws Exception {
    slice(ours, effort.warmUpMillis());
    double[] us = new double[effort.slices()];
    for (int i = 0; i < us.length; i++) {
      us[i] = slice(ours, effort.sliceMillis());
    }
    return new Cost(title, median(us), Double.NaN, Double.NaN);
  }

  private static double slice(Step step, int millis) throws Exception {
    long start = System.nanoTime();
    long end = start + millis * 1_000_000L;
    long now = start;
    long count = 0;
    while (now < end) {
      sink = step.run();
      count++;
      now = System.nanoTime();
    }
    return (double) (now - start) / count;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /**
   * The size of a measurement.
   *
   * @param warmUpMillis duration of the warm-up of each operation
   * @param slices number of slices of each operation
   * @param sliceMillis duration of each slice
   */
  public record Effort(int warmUpMillis, int slices, int sliceMillis) {}
}
