// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.memory.HeapRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report about grants in memory, as Markdown. */
final class MemoryReport {

  /** The target for the bytes of a grant without the strings of its tokens. */
  private static final int OBJECTS = 400;

  /** The target for the time of a lookup, compared with the minimal program. */
  private static final double TIMES = 2;

  private MemoryReport() {}

  static String of(Circumstances now, Effort effort, List<HeapRun> heap, Measurements measured) {
    var lines = new ArrayList<String>();
    lines.add(now.heading("Memory", effort.toString()));
    lines.add(
        "| tokens of a grant (less is better) | bytes of heap for each grant | of these, in strings"
            + " of the tokens | of these, in other objects |");
    lines.add("|---|---|---|---|");
    heap.forEach(run -> lines.add(row(run)));
    lines.add("");
    lines.add(Markdown.times("finding the token of one user (less is better)"));
    for (Subject subject :
        List.of(Subject.PRINCIPAL_LIMIT, Subject.PRINCIPAL_CLIENT, Subject.PRINCIPAL_SESSION)) {
      lines.add(Markdown.times(measured, subject, Subject.PRINCIPAL_LIMIT));
    }
    return String.join("\n", lines) + "\n" + Verdict.table(verdicts(heap, measured));
  }

  private static String row(HeapRun run) {
    return String.format(
        Locale.ROOT,
        "| access token of %,d characters, refresh token of %,d | %,.0f | %,d | %,.0f |",
        run.accessToken(),
        run.refreshToken(),
        run.bytes(),
        run.strings(),
        run.objects());
  }

  static List<Verdict> verdicts(List<HeapRun> heap, Measurements measured) {
    Subject ours = Subject.PRINCIPAL_CLIENT;
    Measurement one = measured.of(ours, 1);
    return List.of(
        new Verdict(
            "a grant in memory takes at most %d bytes besides the strings of its tokens"
                .formatted(OBJECTS),
            heap.stream()
                    .map(run -> String.format(Locale.ROOT, "%,.0f", run.objects()))
                    .collect(Collectors.joining(" and "))
                + " bytes",
            heap.stream().allMatch(run -> run.objects() <= OBJECTS)),
        Verdict.time(measured, ours, Subject.PRINCIPAL_LIMIT, TIMES),
        new Verdict(
            ours.call() + " allocates no memory",
            String.format(Locale.ROOT, "%.3f bytes for each call", one.bytes()),
            one.isAllocationFree()));
  }
}
