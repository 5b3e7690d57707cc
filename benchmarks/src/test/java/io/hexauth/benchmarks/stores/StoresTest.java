// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StoresTest {

  @Test
  void everyStepShouldBeMeasured() throws Exception {
    StoreCosts costs = StoreCosts.measured(new Cost.Effort(50, 3, 20));

    assertThat(costs.jdbc()).hasSize(2).allMatch(cost -> cost.ratio() > 0);
    assertThat(costs.redis()).hasSize(2).allMatch(cost -> cost.ratio() > 0);
    assertThat(costs.sealing()).hasSize(2).allMatch(cost -> cost.nanos() > 0);
  }

  @Test
  void refreshShouldAskTheDatabaseTwiceWhenTheNodeRemembersTheGrant() {
    assertThat(RoundTrips.onPostgres().steps())
        .hasSize(2)
        .last()
        .asString()
        .contains("gen = gen + 1");
  }

  @Test
  void refreshShouldAskRedisTwiceWhenTheNodeRemembersTheGrant() {
    assertThat(RoundTrips.onRedis().steps())
        .hasSize(2)
        .allMatch(command -> command.equals("EVALSHA"));
  }
}
