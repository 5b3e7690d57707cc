// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.benchmarks.start.StartRun;
import io.hexauth.benchmarks.start.StartRun.Measured;
import io.hexauth.benchmarks.start.Wiring;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartReportTest {

  @Test
  void verdictsShouldBeMetOnlyWithinTheirTargets() {
    assertThat(StartMain.verdicts(run(150, 200))).hasSize(3).allMatch(Verdict::met);
    assertThat(StartMain.verdicts(run(170, 201))).hasSize(3).noneMatch(Verdict::met);
  }

  @Test
  void reportShouldSayWhatWasMissed() {
    var now = new Circumstances("2026-11-21", "abc", "machine", "java", "0.10");
    assertThat(StartMain.markdown(run(170, 200), now))
        .contains("commit `abc`", "| 1.70 times | **not met** |", "| 200 ms | met |");
  }

  /**
   * Three starts of each application, in which the medians of Guice and Spring are 100 and 160 ms.
   */
  private static StartRun run(long wiring, long token) {
    return new StartRun(
        50,
        120,
        Map.of(
            Wiring.HEXAUTH, starts(wiring, token),
            Wiring.GUICE, starts(100, 0),
            Wiring.SPRING, starts(160, 300)));
  }

  private static List<Measured> starts(long wiring, long token) {
    long ms = 1_000_000;
    return List.of(
        new Measured(9 * wiring * ms, 9 * token * ms, 1),
        new Measured(wiring * ms, token * ms, 1),
        new Measured(1, 0, 1));
  }
}
