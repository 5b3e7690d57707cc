// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.benchmarks.growth.Growth;
import io.hexauth.benchmarks.growth.GrowthRun;
import io.hexauth.benchmarks.sweep.SweepRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepReportTest {

  private static final Duration SLOW = Duration.ofMillis(50);
  private static final Circumstances NOW =
      new Circumstances("2026-11-21", "abc", "machine", "java", "0.10");

  @Test
  void sweepsShouldMeetNothingButTheirTargets() {
    var met = new SweepRun(SLOW, 10_000, 24, 400, 500, 0);
    var missed = new SweepRun(SLOW, 10_000, 24, 399, 500, 1 << 20);

    assertThat(SweepMain.verdicts(List.of(met))).hasSize(3).allMatch(Verdict::met);
    assertThat(SweepMain.verdicts(List.of(missed))).hasSize(3).noneMatch(Verdict::met);
    assertThat(SweepMain.markdown(List.of(missed), NOW)).contains("commit `abc`", "**not met**");
  }

  @Test
  void growthShouldMeetNothingButItsTargets() {
    List<String> index = List.of("Index Scan using hexauth_grant_pkey");
    var met =
        List.of(
            new Growth("flat", false, List.of(1.0, 2.0, 2.0), index),
            new Growth("linear", true, List.of(1.0, 10.0, 200.0), index));
    var missed =
        List.of(
            new Growth("flat", false, List.of(1.0, 2.0, 2.1), List.of("Seq Scan on table")),
            new Growth("linear", true, List.of(1.0, 10.0, 201.0), List.of()));

    assertThat(GrowthMain.verdicts(run(met))).hasSize(3).allMatch(Verdict::met);
    assertThat(GrowthMain.verdicts(run(missed))).hasSize(3).noneMatch(Verdict::met);
    assertThat(GrowthMain.markdown(run(missed), NOW)).contains("commit `abc`", "**not met**");
  }

  private static GrowthRun run(List<Growth> growths) {
    return new GrowthRun(List.of(10, 100, 1_000), growths);
  }
}
