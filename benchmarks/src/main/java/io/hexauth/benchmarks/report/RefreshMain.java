// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.refresh.RefreshCost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures CPU time and memory of one refresh on PostgreSQL and writes the report. The full
 * measurement takes about two minutes.
 */
public final class RefreshMain {

  private static final RefreshCost.Effort FULL = new RefreshCost.Effort(20_000, 15, 1_000);

  /** A short run that shows that all variants work. Its figures are not valid. */
  private static final RefreshCost.Effort SMOKE = new RefreshCost.Effort(20, 3, 20);

  private static final double MOST_MICROS = 700;
  private static final double MOST_BYTES = 60_000;

  private RefreshMain() {}

  /**
   * Makes the report.
   *
   * @param arguments the effort: {@code full} or {@code smoke}
   */
  public static void main(String[] arguments) throws Exception {
    boolean counts = arguments.length == 0 || arguments[0].equals("full");
    Circumstances now = Circumstances.now();
    RefreshCost.Effort effort = counts ? FULL : SMOKE;
    String markdown = markdown(RefreshCost.measured(effort), effort, now);
    if (counts) {
      Path page = Path.of("docs", "performance.md");
      Files.writeString(page, DocsPage.quoting(Files.readString(page), "refresh", markdown));
    }
    System.out.println(markdown);
  }

  static String markdown(List<RefreshCost> costs, RefreshCost.Effort effort, Circumstances now) {
    List<String> lines = new ArrayList<>();
    lines.add(now.heading("Refresh"));
    lines.add(
        "The figures are medians of %,d slices of %,d refreshes. The programs take turns, slice by slice."
            .formatted(effort.slices(), effort.refreshes()));
    lines.add("");
    lines.add(
        "| program (less is better) | CPU time of one refresh, µs | times the CPU time of the code by hand"
            + " | bytes allocated by one refresh | times the bytes of the code by hand |");
    lines.add("|---|---|---|---|---|");
    RefreshCost byHand = costs.get(1);
    for (RefreshCost cost : costs) {
      lines.add(
          "| %s | %s | %s | %s | %s |"
              .formatted(
                  cost.title(),
                  whole(cost.cpuMicros()),
                  StoresReport.two(cost.cpuMicros() / byHand.cpuMicros()),
                  whole(cost.bytes()),
                  StoresReport.two(cost.bytes() / byHand.bytes())));
    }
    return String.join("\n", lines) + "\n" + Verdict.table(verdicts(costs.get(0)));
  }

  static List<Verdict> verdicts(RefreshCost ours) {
    return List.of(
        new Verdict(
            "one refresh takes at most %s µs of CPU time".formatted(whole(MOST_MICROS)),
            whole(ours.cpuMicros()) + " µs",
            ours.cpuMicros() <= MOST_MICROS),
        new Verdict(
            "one refresh allocates at most %s bytes".formatted(whole(MOST_BYTES)),
            whole(ours.bytes()) + " bytes",
            ours.bytes() <= MOST_BYTES));
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
