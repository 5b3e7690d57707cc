// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.sweep.SweepRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Measures how fast a sweep refreshes grants that are close to expiry, compared with a loop without
 * Hexauth, and writes the report. The full measurement takes about three minutes.
 */
public final class SweepMain {

  private static final String COMMAND =
      "mvn -q -Pfast -DskipTests -pl benchmarks -am package -Dexec.skip=false -Dreport=Sweep";

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
    var text = new StringBuilder();
    text.append(
        """
        Measured on %s, commit `%s`, by

            %s

        on %s; %s;
        load average at the start %s.

        | token endpoint | grants due | most concurrent requests | Hexauth, grants/s | by hand, grants/s | × by hand | heap growth |
        |---|---|---|---|---|---|---|
        """
            .formatted(now.date(), now.commit(), COMMAND, now.machine(), now.java(), now.load()));
    for (SweepRun run : runs) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %d ms | %,d | %d | %,.0f | %,.0f | %.2f | %,d kB |%n",
              run.latency().toMillis(),
              run.grants(),
              run.atOnce(),
              run.perSecond(),
              run.byHandPerSecond(),
              run.ofByHand(),
              run.grownBytes() / 1024));
    }
    text.append("\n| target | this run | result |\n|---|---|---|\n");
    for (Verdict verdict : verdicts(runs)) {
      text.append(
          "| %s | %s | %s |%n"
              .formatted(
                  verdict.target(), verdict.outcome(), verdict.met() ? "met" : "**not met**"));
    }
    return text.toString();
  }

  static List<Verdict> verdicts(List<SweepRun> runs) {
    return runs.stream().flatMap(run -> verdicts(run).stream()).toList();
  }

  private static List<Verdict> verdicts(SweepRun run) {
    String at = "P8 token endpoint %d ms: ".formatted(run.latency().toMillis());
    var ratio =
        new Verdict(
            at + "at least 0.8 × by hand",
            String.format(Locale.ROOT, "%.2f ×", run.ofByHand()),
            run.ofByHand() >= 0.8);
    var memory =
        new Verdict(
            at + "heap grows by less than 1 MiB",
            String.format(Locale.ROOT, "%,d kB", run.grownBytes() / 1024),
            run.grownBytes() < CONSTANT);
    var rate =
        new Verdict(
            at + "at least 400 grants/s",
            String.format(Locale.ROOT, "%,.0f grants/s", run.perSecond()),
            run.perSecond() >= 400);
    return run.latency().isZero() ? List.of(ratio, memory) : List.of(ratio, rate, memory);
  }
}
