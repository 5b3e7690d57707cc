// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.growth;

import java.util.List;

/**
 * What one operation costs in tables of several sizes.
 *
 * @param title of the operation
 * @param linear whether it looks at each row; else its cost does not depend on the size
 * @param micros for each size, the smallest first
 * @param scans by which PostgreSQL finds the rows of the largest table
 */
public record Growth(String title, boolean linear, List<Double> micros, List<String> scans) {

  /** {@return whether all rows are found by an index} */
  public boolean isByIndex() {
    return !scans.isEmpty() && scans.stream().noneMatch(scan -> scan.contains("Seq Scan"));
  }
}
