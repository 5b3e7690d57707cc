// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.benchmarks.refresh.RefreshCost;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefreshReportTest {

  private static final Circumstances NOW =
      new Circumstances("2026-11-21", "abc", "machine", "java", "0.10");
  private static final RefreshCost.Effort EFFORT = new RefreshCost.Effort(1, 2, 3_000);

  @Test
  void verdictsShouldBeMetOnlyWithinTheirTargets() {
    assertThat(RefreshMain.verdicts(cost(700, 60_000))).hasSize(2).allMatch(Verdict::met);
    assertThat(RefreshMain.verdicts(cost(701, 60_001))).hasSize(2).noneMatch(Verdict::met);
  }

  @Test
  void reportShouldCompareWithTheSameByHand() {
    List<RefreshCost> costs = List.of(cost(800, 50_000), cost(400, 20_000), cost(1000, 30_000));

    assertThat(RefreshMain.markdown(costs, EFFORT, NOW))
        .contains(
            "commit `abc`",
            "2 slices of 3,000 refreshes",
            "| contender | 800 | 2.00 | 50,000 | 2.50 |",
            "| 800 µs | **not met** |",
            "| 50,000 bytes | met |");
  }

  private static RefreshCost cost(double micros, double bytes) {
    return new RefreshCost("contender", micros, bytes);
  }
}
