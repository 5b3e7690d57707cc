// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CacheRunTest {

  @Test
  void tokensShouldBeFoundInMemoryNearlyAsOftenAsLeastRecentlyUsedWould() {
    CacheRun run = CacheRun.of(10_000, 1_000, 10_000);

    assertThat(run.ofLeastRecentlyUsed()).isGreaterThan(0.9);
    assertThat(run.hits()).isLessThan(run.calls());
    assertThat(run.nanos()).isPositive();
  }
}
