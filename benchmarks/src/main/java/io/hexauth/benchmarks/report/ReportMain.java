// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures how long it takes to return a valid token, and writes the report. Run it in the
 * directory of the project. A full measurement writes the report to {@code docs/performance.md},
 * and the chart to {@code benchmarks/results}. A smoke run only writes the chart, to {@code
 * benchmarks/target}, because its figures are not valid. Both print the report.
 */
public final class ReportMain {

  private ReportMain() {}

  /**
   * Makes the report.
   *
   * @param arguments the effort: {@code full} or {@code smoke}
   */
  public static void main(String[] arguments) throws IOException, RunnerException {
    Effort effort = arguments.length == 0 ? Effort.FULL : Effort.named(arguments[0]);
    Circumstances now = Circumstances.now();
    Measurements measured = Measurements.take(effort);
    String markdown = Markdown.of(now, effort, measured);
    boolean counts = effort.equals(Effort.FULL);
    Path results = Path.of("benchmarks", counts ? "results" : "target/results");
    Files.createDirectories(results);
    Files.writeString(results.resolve("valid-token.svg"), Chart.of(measured));
    if (counts) {
      Path page = Path.of("docs", "performance.md");
      Files.writeString(page, DocsPage.quoting(Files.readString(page), "report", markdown));
    }
    System.out.println(markdown);
  }
}
