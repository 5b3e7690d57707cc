// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.growth.Growth;
import io.hexauth.benchmarks.growth.GrowthRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Measures operations on PostgreSQL in tables of a thousand to a million rows, and writes the
 * report. The full measurement takes about three minutes.
 */
public final class GrowthMain {

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
    var text = new StringBuilder(now.heading("Growth"));
    text.append(
        """

        | operation on PostgreSQL: median time in µs (less is better) | %s |
        |---|%s
        """
            .formatted(
                run.sizes().stream()
                    .map(size -> String.format(Locale.ROOT, "with %,d rows", size))
                    .collect(Collectors.joining(" | ")),
                "---|".repeat(run.sizes().size())));
    for (Growth growth : run.growths()) {
      text.append(
          "| %s | %s |%n"
              .formatted(
                  growth.title(),
                  growth.micros().stream()
                      .map(Markdown::number)
                      .collect(Collectors.joining(" | "))));
    }
    return text.append(Verdict.table(verdicts(run))).toString();
  }

  static List<Verdict> verdicts(GrowthRun run) {
    String others =
        run.growths().stream()
            .filter(growth -> !growth.isByIndex())
            .map(Growth::title)
            .collect(Collectors.joining("; "));
    return List.of(
        growth(run, false),
        growth(run, true),
        new Verdict(
            "each operation finds its rows by an index",
            others.isEmpty() ? "all operations" : "not by an index: " + others,
            others.isEmpty()));
  }

  /**
   * Compares the largest table with the smallest, or, for an operation that reads every row, with
   * the table before it.
   */
  private static Verdict growth(GrowthRun run, boolean linear) {
    int last = run.sizes().size() - 1;
    int first = linear ? last - 1 : 0;
    double rows = (double) run.sizes().get(last) / run.sizes().get(first);
    double most = linear ? FLAT * rows : FLAT;
    double times =
        run.growths().stream()
            .filter(growth -> growth.linear() == linear)
            .mapToDouble(growth -> growth.micros().get(last) / growth.micros().get(first))
            .max()
            .orElseThrow();
    return new Verdict(
        String.format(
            Locale.ROOT,
            "with %,d instead of %,d rows, %s takes at most %s times as long",
            run.sizes().get(last),
            run.sizes().get(first),
            linear ? "`keys()`" : "each operation except `keys()`",
            Markdown.number(most).replace(".00", "")),
        String.format(Locale.ROOT, "%s%.2f times", linear ? "" : "at most ", times),
        times <= most);
  }
}
