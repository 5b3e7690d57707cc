// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

/**
 * How much is measured.
 *
 * @param forks fresh JVMs for each number; 0 for this one
 * @param millis of each iteration
 */
record Effort(String name, int forks, int warmups, int iterations, int millis) {

  /** About six and a half minutes; makes the report. */
  static final Effort FULL = new Effort("full", 3, 2, 4, 1000);

  /** To see that everything runs; its numbers mean nothing. */
  static final Effort SMOKE = new Effort("smoke", 1, 1, 1, 200);

  /** As the full one, for benchmarks that need long to begin with. */
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
    return "%d forks × (%d warm-up + %d measured) iterations of %d ms"
        .formatted(forks, warmups, iterations, millis);
  }
}
