// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.stores.Cost;
import io.hexauth.benchmarks.stores.RoundTrips;
import io.hexauth.benchmarks.stores.StoreCosts;
import io.hexauth.benchmarks.storm.Storm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures the stores and the expiry storm, and writes their report to the same places as {@link
 * ReportMain}. The full measurement takes about twelve minutes.
 */
public final class StoresMain {

  private StoresMain() {}

  /**
   * Makes the report.
   *
   * @param arguments the effort: {@code full} or {@code smoke}
   */
  public static void main(String[] arguments) throws Exception {
    boolean counts = arguments.length == 0 || arguments[0].equals("full");
    Circumstances now = Circumstances.now();
    StoresReport report = counts ? full() : smoke();
    String markdown = report.markdown(now);
    Path results = Path.of("benchmarks", counts ? "results" : "target/results");
    Files.createDirectories(results);
    Files.writeString(results.resolve("expiry-storm.svg"), StormChart.of(report.results().cold()));
    if (counts) {
      Path page = Path.of("docs", "performance.md");
      Files.writeString(page, DocsPage.quoting(Files.readString(page), "stores", markdown));
    }
    System.out.println(markdown);
  }

  private static StoresReport full() throws Exception {
    return report(new Storm(4, 64, 15, 50, 2_000), new Cost.Effort(3000, 400, 25));
  }

  /** A short run that shows that everything works. Its figures are not valid. */
  static StoresReport smoke() throws Exception {
    return report(new Storm(4, 8, 1, 2, 40), new Cost.Effort(50, 3, 20));
  }

  private static StoresReport report(Storm storm, Cost.Effort effort) throws Exception {
    return new StoresReport(
        storm,
        storm.rage(),
        effort,
        StoreCosts.measured(effort),
        List.of(RoundTrips.onPostgres(), RoundTrips.onRedis()));
  }
}
