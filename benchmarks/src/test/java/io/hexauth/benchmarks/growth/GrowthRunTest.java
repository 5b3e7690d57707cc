// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GrowthRunTest {

  @Test
  void eachOperationShouldBeMeasuredInEachTableAndExplained() throws Exception {
    GrowthRun run = GrowthRun.of(List.of(1_000, 2_000));

    assertThat(run.growths())
        .hasSize(7)
        .allSatisfy(growth -> assertThat(growth.micros()).hasSize(2).allMatch(cost -> cost > 0))
        .allSatisfy(growth -> assertThat(growth.scans()).isNotEmpty());
  }
}
