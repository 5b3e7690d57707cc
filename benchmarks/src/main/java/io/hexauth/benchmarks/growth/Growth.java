// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.growth;

import java.util.List;

/**
 * The time of one operation in tables of several sizes.
 *
 * @param title the name of the operation in reports
 * @param linear whether the operation reads every row, so that its time may grow with the table
 * @param micros the median in µs for each size, the smallest table first
 * @param scans how PostgreSQL finds the rows of the largest table
 */
public record Growth(String title, boolean linear, List<Double> micros, List<String> scans) {

  /** {@return whether PostgreSQL finds all rows with an index} */
  public boolean isByIndex() {
    return !scans.isEmpty() && scans.stream().noneMatch(scan -> scan.contains("Seq Scan"));
  }
}
