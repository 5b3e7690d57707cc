// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.start.StartRun;
import io.hexauth.benchmarks.start.Wiring;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how long an application takes to start and to get its first token, and writes the
 * report. The full measurement takes about two minutes.
 */
public final class StartMain {

  private static final int REGISTRATIONS = 50;

  private StartMain() {}

  /**
   * Makes the report.
   *
   * @param arguments the effort: {@code full} or {@code smoke}
   */
  public static void main(String[] arguments) throws Exception {
    boolean counts = arguments.length == 0 || arguments[0].equals("full");
    Circumstances now = Circumstances.now();
    String markdown = markdown(StartRun.of(REGISTRATIONS, counts ? 21 : 1), now);
    if (counts) {
      Path page = Path.of("docs", "performance.md");
      Files.writeString(page, DocsPage.quoting(Files.readString(page), "start", markdown));
    }
    System.out.println(markdown);
  }

  static String markdown(StartRun run, Circumstances now) {
    List<String> lines = new ArrayList<>();
    lines.add(now.heading("Start"));
    lines.add(
        "Each application starts %d times. Hexauth and Spring have %d registrations."
            .formatted(
                run.starts().getOrDefault(Wiring.HEXAUTH, List.of()).size(), run.registrations()));
    lines.add("Guice alone has %d bindings, as many as Hexauth.".formatted(run.bindings()));
    lines.add("");
    lines.add(
        "| application (less is better) | time to create the injector (wiring): median, ms | times the wiring of Guice alone"
            + " | time from the wiring to the first token: median, ms |");
    lines.add("|---|---|---|---|");
    for (Wiring wiring : Wiring.values()) {
      double token = run.token(wiring);
      lines.add(
          "| %s | %s | %s | %s |"
              .formatted(
                  wiring.title(),
                  Markdown.number(run.wiring(wiring)),
                  StoresReport.two(timesGuice(run, wiring)),
                  token == 0 ? "no token" : Markdown.number(token)));
    }
    return String.join("\n", lines) + "\n" + Verdict.table(verdicts(run));
  }

  static List<Verdict> verdicts(StartRun run) {
    double ofSpring = run.wiring(Wiring.HEXAUTH) / run.wiring(Wiring.SPRING);
    return List.of(
        new Verdict(
            "the wiring takes at most 1.5 times as long as with Guice alone",
            StoresReport.two(timesGuice(run, Wiring.HEXAUTH)) + " times",
            timesGuice(run, Wiring.HEXAUTH) <= 1.5),
        new Verdict(
            "the wiring takes less time than with Spring",
            StoresReport.two(ofSpring) + " times the time of Spring",
            ofSpring < 1),
        new Verdict(
            "the first token comes at most 200 ms after the wiring",
            Markdown.number(run.token(Wiring.HEXAUTH)) + " ms",
            run.token(Wiring.HEXAUTH) <= 200));
  }

  private static double timesGuice(StartRun run, Wiring wiring) {
    return run.wiring(wiring) / run.wiring(Wiring.GUICE);
  }
}
