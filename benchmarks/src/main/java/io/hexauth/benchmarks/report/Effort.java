// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

/**
 * The size of a JMH measurement.
 *
 * @param forks number of new JVMs for each benchmark; 0 runs it in this JVM
 * @param millis duration of each iteration
 */
record Effort(String name, int forks, int warmups, int iterations, int millis) {

  /** The measurement for the report. It takes about six and a half minutes. */
  static final Effort FULL = new Effort("full", 3, 2, 4, 1000);

  /** A short run that shows that all benchmarks work. Its figures are not valid. */
  static final Effort SMOKE = new Effort("smoke", 1, 1, 1, 200);

  /** Like {@link #FULL}, with fewer JVMs, for benchmarks that need a long time to set up. */
  static final Effort LONG_START = new Effort("full", 2, 2, 4, 1000);

  static Effort named(String name) {
    return switch (name) {
      case "full" -> FULL;
      case "smoke" -> SMOKE;
      default -> throw new IllegalArgumentException("Effort is full or smoke, not " + name);
    };
  }

  @Override
  public String toString() {
    return "JMH 1.37, %d JVMs, each with %d iterations to warm up and %d that count, of %d ms"
        .formatted(forks, warmups, iterations, millis);
  }
}
