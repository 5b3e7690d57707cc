// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.growth.Growth;
import io.hexauth.benchmarks.growth.GrowthRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Measures operations on PostgreSQL in tables of a thousand to a million rows, and writes the
 * report. The full measurement takes about three minutes.
 */
public final class GrowthMain {

  private static final String COMMAND =
      "mvn -q -Pfast -DskipTests -pl benchmarks -am package -Dexec.skip=false -Dreport=Growth";

  /**
   * The factor by which the time may grow. Larger tables have deeper indexes, and caches hold a
   * smaller part of these indexes.
   */
  private static final double FLAT = 2;

  private GrowthMain() {}

  /**
   * Makes the report.
   *
   * @param arguments the effort: {@code full} or {@code smoke}
   */
  public static void main(String[] arguments) throws Exception {
    boolean counts = arguments.length == 0 || arguments[0].equals("full");
    Circumstances now = Circumstances.now();
    GrowthRun run =
        GrowthRun.of(counts ? List.of(1_000, 32_000, 1_000_000) : List.of(1_000, 2_000));
    String markdown = markdown(run, now);
    if (counts) {
      Path page = Path.of("docs", "performance.md");
      Files.writeString(page, DocsPage.quoting(Files.readString(page), "growth", markdown));
    }
    System.out.println(markdown);
  }

  static String markdown(GrowthRun run, Circumstances now) {
    var text = new StringBuilder();
    text.append(
        """
        Measured on %s, commit `%s`, by

            %s

        on %s; %s;
        load average at the start %s. Medians in µs.

        | | %s | plan |
        |---|%s---|
        """
            .formatted(
                now.date(),
                now.commit(),
                COMMAND,
                now.machine(),
                now.java(),
                now.load(),
                run.sizes().stream()
                    .map(size -> String.format(Locale.ROOT, "%,d rows", size))
                    .collect(Collectors.joining(" | ")),
                "---|".repeat(run.sizes().size())));
    for (Growth growth : run.growths()) {
      text.append(
          "| %s | %s | %s |%n"
              .formatted(
                  growth.title(),
                  growth.micros().stream().map(Markdown::number).collect(Collectors.joining(" | ")),
                  growth.scans().stream()
                      .map(scan -> "`" + scan + "`")
                      .collect(Collectors.joining(", "))));
    }
    text.append("\n| target | this run | result |\n|---|---|---|\n");
    for (Verdict verdict : verdicts(run)) {
      text.append(
          "| %s | %s | %s |%n"
              .formatted(
                  verdict.target(), verdict.outcome(), verdict.met() ? "met" : "**not met**"));
    }
    return text.toString();
  }

  static List<Verdict> verdicts(GrowthRun run) {
    List<Verdict> verdicts = new ArrayList<>();
    int last = run.sizes().size() - 1;
    for (Growth growth : run.growths()) {
      int first = growth.linear() ? last - 1 : 0;
      double rows = (double) run.sizes().get(last) / run.sizes().get(first);
      double times = growth.micros().get(last) / growth.micros().get(first);
      String outcome = String.format(Locale.ROOT, "%.2f × for %,.0f × the rows", times, rows);
      verdicts.add(
          growth.linear()
              ? new Verdict(
                  "P10 " + growth.title() + ": at most 2 × the growth of the rows",
                  outcome,
                  times <= FLAT * rows)
              : new Verdict(
                  "P10 " + growth.title() + ": at most 2 × the smallest table",
                  outcome,
                  times <= FLAT));
    }
    List<String> others =
        run.growths().stream()
            .filter(growth -> !growth.isByIndex())
            .map(growth -> "not " + growth.title())
            .toList();
    verdicts.add(
        new Verdict(
            "P10 index scans only",
            others.isEmpty() ? "all operations" : String.join(", ", others),
            others.isEmpty()));
    return verdicts;
  }
}
