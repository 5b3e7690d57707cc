// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.memory.HeapRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report about grants in memory, as Markdown. */
final class MemoryReport {

  /** The target for the bytes of a grant without the strings of its tokens. */
  private static final int OBJECTS = 400;

  /** The target for the time of a lookup, as a multiple of the limit. */
  private static final double TIMES = 2;

  private MemoryReport() {}

  static String of(
      Circumstances now, Effort effort, List<HeapRun> heap, Measurements measured, String command) {
    var lines = new ArrayList<String>();
    lines.add("Measured on %s, commit `%s`, by".formatted(now.date(), now.commit()));
    lines.add("");
    lines.add("    " + command);
    lines.add("");
    lines.add("on %s; %s;".formatted(now.machine(), now.java()));
    lines.add("load average at the start %s; JMH 1.37, %s.".formatted(now.load(), effort));
    lines.add("`±` is half of the 99.9 % confidence interval.");
    lines.add("");
    lines.add(
        "| characters of access token, refresh token | grants | heap for each grant | token strings"
            + " | other objects |");
    lines.add("|---|---|---|---|---|");
    heap.forEach(run -> lines.add(row(run)));
    lines.add("");
    lines.add("| by principal | 1 thread ns/op | × limit | 2 threads ns/op | × limit | B/op |");
    lines.add("|---|---|---|---|---|---|");
    for (Subject subject :
        List.of(Subject.PRINCIPAL_LIMIT, Subject.PRINCIPAL_CLIENT, Subject.PRINCIPAL_SESSION)) {
      lines.add(row(subject, measured));
    }
    lines.add("");
    lines.add("| target | this run | result |");
    lines.add("|---|---|---|");
    for (Verdict verdict : verdicts(heap, measured)) {
      lines.add(
          "| %s | %s | %s |"
              .formatted(
                  verdict.target(), verdict.outcome(), verdict.met() ? "met" : "**not met**"));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String row(HeapRun run) {
    return String.format(
        Locale.ROOT,
        "| %,d, %,d | %,d | %,.0f B | %,d B | %,.0f B |",
        run.accessToken(),
        run.refreshToken(),
        run.grants(),
        run.bytes(),
        run.strings(),
        run.objects());
  }

  private static String row(Subject subject, Measurements measured) {
    Measurement one = measured.of(subject, 1);
    Measurement two = measured.of(subject, 2);
    return "| %s | %s | %s | %s | %s | %s |"
        .formatted(
            subject.title(),
            Markdown.time(one),
            Markdown.number(times(measured, subject, 1)),
            Markdown.time(two),
            Markdown.number(times(measured, subject, 2)),
            Markdown.bytes(one));
  }

  private static double times(Measurements measured, Subject subject, int threads) {
    return measured.of(subject, threads).times(measured.of(Subject.PRINCIPAL_LIMIT, threads));
  }

  static List<Verdict> verdicts(List<HeapRun> heap, Measurements measured) {
    var verdicts = new ArrayList<Verdict>();
    for (HeapRun run : heap) {
      verdicts.add(
          new Verdict(
              String.format(
                  Locale.ROOT,
                  "P2 heap for each grant, access token of %,d characters: at most the token strings"
                      + " + %d B",
                  run.accessToken(),
                  OBJECTS),
              String.format(Locale.ROOT, "+ %,.0f B", run.objects()),
              run.objects() <= OBJECTS));
    }
    for (int threads : List.of(1, 2)) {
      double times = times(measured, Subject.PRINCIPAL_CLIENT, threads);
      verdicts.add(
          new Verdict(
              "P2 `client.tokenFor(principal)`, %d thread(s): at most 2 × limit".formatted(threads),
              String.format(Locale.ROOT, "%.2f × limit", times),
              times <= TIMES));
    }
    Measurement one = measured.of(Subject.PRINCIPAL_CLIENT, 1);
    verdicts.add(
        new Verdict(
            "P2 `client.tokenFor(principal)`: 0 B/op",
            String.format(Locale.ROOT, "%.3f B/op", one.bytes()),
            one.isAllocationFree()));
    return verdicts;
  }
}
