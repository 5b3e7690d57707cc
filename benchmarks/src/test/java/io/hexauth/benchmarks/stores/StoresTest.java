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

    assertThat(costs.jdbc()).hasSize(3).allMatch(cost -> cost.ratio() > 0);
    assertThat(costs.redis()).hasSize(3).allMatch(cost -> cost.ratio() > 0);
    assertThat(costs.sealing()).hasSize(2).allMatch(cost -> cost.nanos() > 0);
  }

  @Test
  void refreshShouldAskTheDatabaseThreeTimesWhenTheNodeRemembersTheGrant() {
    assertThat(RoundTrips.onPostgres().steps())
        .extracting(statement -> statement.split(" ")[0])
        .containsExactly("SELECT", "UPDATE", "UPDATE");
  }

  @Test
  void refreshShouldAskRedisThreeTimesWhenTheNodeRemembersTheGrant() {
    assertThat(RoundTrips.onRedis().steps())
        .hasSize(3)
        .allMatch(command -> command.equals("EVALSHA"));
  }
}
