// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.benchmarks.memory.HeapRun;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemoryReportTest {

  /** Short and in this JVM, because the test only checks that every benchmark runs. */
  private static final Effort ONCE = new Effort("once", 0, 0, 1, 20);

  @Test
  void grantsInMemoryShouldBeMeasured() throws Exception {
    // Builds may run at the same time on one machine. Without this, JMH refuses the second build.
    System.setProperty("jmh.ignoreLock", "true");
    System.setProperty("benchmark.users", "1000");

    List<HeapRun> heap = MemoryMain.heap(2_000);
    Measurements measured = Measurements.takeByPrincipal(ONCE);

    assertThat(heap).allSatisfy(run -> assertThat(run.objects()).isPositive());
    assertThat(heap).extracting(HeapRun::strings).containsExactly(160L, 1_120L);
    assertThat(measured.all())
        .hasSize(6)
        .allSatisfy(m -> assertThat(m.subject().isByPrincipal()).isTrue())
        .allSatisfy(m -> assertThat(m.nanos()).isPositive());
    assertThat(MemoryReport.of(Circumstances.now(), ONCE, heap, measured))
        .contains("commit `", "finding the token of one user");
  }

  @Test
  void verdictShouldBeMetOnlyWithinTheTarget() {
    assertThat(MemoryReport.verdicts(List.of(heap(400)), measured(200, 0)))
        .allMatch(Verdict::met)
        .hasSize(3);
    assertThat(notMet(heap(401), measured(200, 0)))
        .hasSize(1)
        .allMatch(t -> t.contains("400 bytes"));
    assertThat(notMet(heap(400), measured(201, 0))).hasSize(1).allMatch(t -> t.contains("2 times"));
    assertThat(notMet(heap(400), measured(200, 1)))
        .hasSize(1)
        .allMatch(t -> t.contains("no memory"));
  }

  private static List<String> notMet(HeapRun heap, Measurements measured) {
    return MemoryReport.verdicts(List.of(heap), measured).stream()
        .filter(verdict -> !verdict.met())
        .map(Verdict::target)
        .toList();
  }

  private static HeapRun heap(double objects) {
    return new HeapRun(36, 36, 1, 160 + objects, 160);
  }

  /** Measurements in which the limit takes 100 ns. */
  private static Measurements measured(double ours, double bytes) {
    List<Measurement> all = new ArrayList<>();
    for (int threads : List.of(1, 2)) {
      all.add(new Measurement(Subject.PRINCIPAL_LIMIT, threads, 100, 1, 0));
      all.add(new Measurement(Subject.PRINCIPAL_CLIENT, threads, ours, 1, bytes));
    }
    return new Measurements(all);
  }
}
