// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.cache.CacheRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Measures how often tokens are found in memory if there are ten times as many users as memory
 * holds, and writes the report. The full measurement takes about two minutes.
 */
public final class CacheMain {

  private static final String COMMAND =
      "mvn -q -Pfast -DskipTests -pl benchmarks -am package -Dexec.skip=false -Dreport=Cache";

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
    return String.format(
        Locale.ROOT,
        """
        Measured on %s, commit `%s`, by

            %s

        on %s; %s;
        load average at the start %s.

        | users | grants in memory | calls | found in memory | found by least recently used | ratio | mean ns for each call |
        |---|---|---|---|---|---|---|
        | %,d | %,d | %,d | %.1f %% | %.1f %% | %.2f | %,.0f |

        | target | this run | result |
        |---|---|---|
        | P2 found in memory at least 0.9 × least recently used | %.2f × | %s |
        """,
        now.date(),
        now.commit(),
        COMMAND,
        now.machine(),
        now.java(),
        now.load(),
        run.users(),
        run.cached(),
        run.calls(),
        100.0 * run.hits() / run.calls(),
        100.0 * run.hitsOfLeastRecentlyUsed() / run.calls(),
        run.ofLeastRecentlyUsed(),
        run.nanos(),
        run.ofLeastRecentlyUsed(),
        run.ofLeastRecentlyUsed() >= 0.9 ? "met" : "**not met**");
  }
}
