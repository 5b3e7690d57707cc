// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.sweep.SweepRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Measures how fast a sweep refreshes grants that are close to expiry, compared with a loop without
 * Hexauth, and writes the report. The full measurement takes about three minutes.
 */
public final class SweepMain {

  /** The target for heap growth. Ten thousand grants in memory would need more. */
  private static final long CONSTANT = 1 << 20;

  private SweepMain() {}

  /**
   * Makes the report.
   *
   * @param arguments the effort: {@code full} or {@code smoke}
   */
  public static void main(String[] arguments) throws Exception {
    boolean counts = arguments.length == 0 || arguments[0].equals("full");
    Circumstances now = Circumstances.now();
    List<SweepRun> runs = counts ? runs(10_000) : runs(200);
    String markdown = markdown(runs, now);
    if (counts) {
      Path page = Path.of("docs", "performance.md");
      Files.writeString(page, DocsPage.quoting(Files.readString(page), "sweep", markdown));
    }
    System.out.println(markdown);
  }

  private static List<SweepRun> runs(int grants) throws Exception {
    return List.of(SweepRun.of(Duration.ZERO, grants), SweepRun.of(Duration.ofMillis(50), grants));
  }

  static String markdown(List<SweepRun> runs, Circumstances now) {
    var text = new StringBuilder(now.heading("Sweep"));
    text.append(
        """

        | sweep of 10,000 grants on PostgreSQL | most concurrent token requests | Hexauth: grants refreshed in a second (more is better) | code by hand: grants refreshed in a second | Hexauth compared with the code by hand | heap growth of Hexauth (less is better) |
        |---|---|---|---|---|---|
        """);
    for (SweepRun run : runs) {
      text.append(
          String.format(
              Locale.ROOT,
              "| the token endpoint takes %d ms | %d | %,.0f | %,.0f | %.2f times | %s |%n",
              run.latency().toMillis(),
              run.atOnce(),
              run.perSecond(),
              run.byHandPerSecond(),
              run.ofByHand(),
              grown(run)));
    }
    return text.append(Verdict.table(verdicts(runs))).toString();
  }

  static List<Verdict> verdicts(List<SweepRun> runs) {
    var verdicts = new ArrayList<Verdict>();
    for (SweepRun run : runs) {
      String endpoint = ", if the token endpoint takes %d ms".formatted(run.latency().toMillis());
      verdicts.add(
          new Verdict(
              "a sweep is at least 0.8 times as fast as the code by hand" + endpoint,
              String.format(Locale.ROOT, "%.2f times", run.ofByHand()),
              run.ofByHand() >= 0.8));
      if (!run.latency().isZero()) {
        verdicts.add(
            new Verdict(
                "a sweep refreshes at least 400 grants in a second" + endpoint,
                String.format(Locale.ROOT, "%,.0f grants in a second", run.perSecond()),
                run.perSecond() >= 400));
      }
    }
    verdicts.add(
        new Verdict(
            "the heap grows by less than 1 MiB during a sweep",
            runs.stream().map(SweepMain::grown).collect(Collectors.joining(" and ")),
            runs.stream().allMatch(run -> run.grownBytes() < CONSTANT)));
    return verdicts;
  }

  private static String grown(SweepRun run) {
    return String.format(Locale.ROOT, "%,d KiB", run.grownBytes() / 1024);
  }
}
