// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.memory.HeapRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures the heap of a grant in memory, and the time to find a grant by its principal, and writes
 * the report. The full measurement takes about seven minutes.
 */
public final class MemoryMain {

  private static final int GRANTS = 100_000;
  private static final int FEW = 2_000;

  private MemoryMain() {}

  /**
   * Makes the report.
   *
   * @param arguments the effort: {@code full} or {@code smoke}
   */
  public static void main(String[] arguments) throws Exception {
    boolean counts = arguments.length == 0 || arguments[0].equals("full");
    Circumstances now = Circumstances.now();
    List<HeapRun> heap = heap(counts ? GRANTS : FEW);
    Effort effort = counts ? Effort.LONG_START : Effort.SMOKE;
    Measurements measured =
        counts
            ? Measurements.takeByPrincipal(effort, "-Xmx4g")
            : Measurements.takeByPrincipal(effort, "-Dbenchmark.users=" + FEW);
    String markdown = MemoryReport.of(now, effort, heap, measured);
    if (counts) {
      Path page = Path.of("docs", "performance.md");
      Files.writeString(page, DocsPage.quoting(Files.readString(page), "memory", markdown));
    }
    System.out.println(markdown);
  }

  static List<HeapRun> heap(int grants) {
    return List.of(
        HeapRun.of(grants, HeapRun.SHORT, HeapRun.SHORT),
        HeapRun.of(grants, HeapRun.LONG, HeapRun.SHORT));
  }
}
