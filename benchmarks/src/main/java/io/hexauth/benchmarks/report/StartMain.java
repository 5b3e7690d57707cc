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

  private static final String COMMAND =
      "mvn -q -Pfast -DskipTests -pl benchmarks -am package -Dexec.skip=false -Dreport=Start";

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
    lines.add("Measured on %s, commit `%s`, by".formatted(now.date(), now.commit()));
    lines.add("");
    lines.add("    " + COMMAND);
    lines.add("");
    lines.add("on %s; %s;".formatted(now.machine(), now.java()));
    lines.add("load average at the start %s.".formatted(now.load()));
    lines.add("");
    lines.add(
        "The three applications of the table start one after the other, in %d rounds."
            .formatted(run.starts().getOrDefault(Wiring.HEXAUTH, List.of()).size()));
    lines.add(
        "Hexauth and Spring have %d registrations. Hexauth's injector has %d bindings:"
            .formatted(run.registrations(), run.bindings()));
    lines.add("");
    lines.add(
        "| | wiring ms, median | fastest | × Guice, medians | wiring to first token ms, median |");
    lines.add("|---|---|---|---|---|");
    for (Wiring wiring : Wiring.values()) {
      double token = run.token(wiring);
      lines.add(
          "| %s | %s | %s | %s | %s |"
              .formatted(
                  wiring.title(),
                  Markdown.number(run.wiring(wiring)),
                  Markdown.number(run.fastestWiring(wiring)),
                  StoresReport.two(timesGuice(run, wiring)),
                  token == 0 ? "" : Markdown.number(token)));
    }
    lines.add("");
    lines.add("| target | this run | result |");
    lines.add("|---|---|---|");
    for (Verdict verdict : verdicts(run)) {
      lines.add(
          "| %s | %s | %s |"
              .formatted(
                  verdict.target(), verdict.outcome(), verdict.met() ? "met" : "**not met**"));
    }
    return String.join("\n", lines) + "\n";
  }

  static List<Verdict> verdicts(StartRun run) {
    double ofSpring = run.wiring(Wiring.HEXAUTH) / run.wiring(Wiring.SPRING);
    return List.of(
        new Verdict(
            "P9 wiring at most 1.5 × Guice",
            StoresReport.two(timesGuice(run, Wiring.HEXAUTH)) + " ×",
            timesGuice(run, Wiring.HEXAUTH) <= 1.5),
        new Verdict(
            "P9 wiring faster than a Spring context",
            StoresReport.two(ofSpring) + " × the time of Spring",
            ofSpring < 1),
        new Verdict(
            "P9 first token at most 200 ms after wiring",
            Markdown.number(run.token(Wiring.HEXAUTH)) + " ms",
            run.token(Wiring.HEXAUTH) <= 200));
  }

  private static double timesGuice(StartRun run, Wiring wiring) {
    return run.wiring(wiring) / run.wiring(Wiring.GUICE);
  }
}
