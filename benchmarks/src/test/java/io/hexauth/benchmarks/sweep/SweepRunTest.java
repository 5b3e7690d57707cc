// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SweepRunTest {

  @Test
  void aSweepAndTheLoopByHandShouldRefreshEachGrant() throws Exception {
    SweepRun run = SweepRun.of(Duration.ofMillis(50), 50);

    assertThat(run.grants()).isEqualTo(50);
    assertThat(run.atOnce()).as("at once").isBetween(2, 24);
    assertThat(run.perSecond()).isPositive();
    assertThat(run.byHandPerSecond()).isPositive();
  }
}
