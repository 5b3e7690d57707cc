// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.cache.CacheRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Measures how often tokens are found in memory if there are ten times as many users as memory
 * holds, and writes the report. The full measurement takes about two minutes.
 */
public final class CacheMain {

  private CacheMain() {}

  /**
   * Makes the report.
   *
   * @param arguments the effort: {@code full} or {@code smoke}
   */
  public static void main(String[] arguments) throws Exception {
    boolean counts = arguments.length == 0 || arguments[0].equals("full");
    Circumstances now = Circumstances.now();
    CacheRun run =
        counts ? CacheRun.of(1_000_000, 100_000, 1_000_000) : CacheRun.of(10_000, 1_000, 10_000);
    String markdown = markdown(run, now);
    if (counts) {
      Path page = Path.of("docs", "performance.md");
      Files.writeString(page, DocsPage.quoting(Files.readString(page), "cache", markdown));
    }
    System.out.println(markdown);
  }

  static String markdown(CacheRun run, Circumstances now) {
    return now.heading("Cache")
        + String.format(
            Locale.ROOT,
            "%n%,d users make %,d calls. Memory has room for %,d grants."
                + " The mean time of a call is %,.0f ns.%n",
            run.users(),
            run.calls(),
            run.cached(),
            run.nanos())
        + Verdict.table(List.of(verdict(run)));
  }

  static Verdict verdict(CacheRun run) {
    return new Verdict(
        "Hexauth finds a grant in memory at least 0.9 times as often as a least-recently-used cache",
        String.format(
            Locale.ROOT,
            "%.2f times: Hexauth for %.1f %% of the calls, the other cache for %.1f %%",
            run.ofLeastRecentlyUsed(),
            100.0 * run.hits() / run.calls(),
            100.0 * run.hitsOfLeastRecentlyUsed() / run.calls()),
        run.ofLeastRecentlyUsed() >= 0.9);
  }
}
