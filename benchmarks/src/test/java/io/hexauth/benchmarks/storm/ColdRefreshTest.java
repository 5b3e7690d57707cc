// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ColdRefreshTest {

  @ParameterizedTest
  @ValueSource(strings = {"memory", "postgres", "redis"})
  void refreshesOfEachStepShouldTakeTimeOfTheCpu(String store) {
    assertThat(ColdRefresh.measured(store, List.of(2, 12)))
        .hasSize(2)
        .allMatch(millis -> millis > 0);
  }
}
