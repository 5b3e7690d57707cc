// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures how long it takes to return a valid token, and writes the report. Run it in the
 * directory of the project. A full measurement writes to {@code benchmarks/results} and {@code
 * docs/performance.md}. A smoke run writes to {@code benchmarks/target}, because its figures are
 * not valid.
 */
public final class ReportMain {

  private static final String COMMAND =
      "mvn -q -Pfast -DskipTests -pl benchmarks -am package -Dexec.skip=false";

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
    String markdown = Markdown.of(now, effort, measured, COMMAND);
    boolean counts = effort.equals(Effort.FULL);
    Path results = Path.of("benchmarks", counts ? "results" : "target/results");
    Files.createDirectories(results);
    Files.writeString(results.resolve("valid-token.svg"), Chart.of(measured));
    Files.writeString(
        results.resolve("report.md"),
        "# Benchmark report\n\n" + markdown + "\n![Valid token](valid-token.svg)\n");
    if (counts) {
      Path page = Path.of("docs", "performance.md");
      Files.writeString(page, DocsPage.quoting(Files.readString(page), "report", markdown));
    }
    System.out.println(markdown);
  }
}
