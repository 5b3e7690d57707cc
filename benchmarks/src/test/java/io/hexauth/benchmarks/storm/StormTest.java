// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs a short storm, and checks its counters. The times are not checked. */
@Timeout(120)
class StormTest {

  @Test
  void grantShouldBeRefreshedOnceHoweverManyAsk() throws Exception {
    Storm.Results all = new Storm(4, 8, 1, 2, 8).rage();

    List<StormResult> results = all.cold();
    assertThat(results).hasSize(5).allMatch(result -> result.calls() == 2 * 4 * 8);
    assertThat(all.warm()).hasSize(3).allMatch(result -> result.calls() == 2 * 4 * 8);
    assertThat(Stream.concat(results.subList(0, 2).stream(), all.warm().stream().limit(2)))
        .allSatisfy(
            hexauth -> {
              assertThat(hexauth.title()).startsWith("Hexauth");
              assertThat(hexauth.mostRequests()).isEqualTo(1);
              assertThat(hexauth.requestsPerExpiry()).isEqualTo(1);
              assertThat(hexauth.lost()).isZero();
              assertThat(hexauth.failed()).isZero();
              assertThat(hexauth.refreshing(1)).isGreaterThanOrEqualTo(50);
              assertThat(hexauth.others(0.99)).isPositive();
            });
    assertThat(List.of(results.get(4), all.warm().get(2)))
        .allSatisfy(
            least -> {
              assertThat(least.requestsPerExpiry()).isEqualTo(1);
              assertThat(least.failed()).isZero();
              assertThat(least.refreshing(1)).isGreaterThanOrEqualTo(50);
            });
    // The other libraries refresh, too, and the server revokes their grants after a second request.
    assertThat(results.subList(2, 4))
        .allSatisfy(peer -> assertThat(peer.requestsPerExpiry()).isGreaterThan(1))
        .allSatisfy(peer -> assertThat(peer.lost()).isEqualTo(2))
        .allSatisfy(peer -> assertThat(peer.failed()).isLessThan(peer.calls()));
  }

  /** Shows that another library keeps its grant in this storm if there is only one caller. */
  @Test
  void peersShouldRefreshWhereNoOtherNodeDoes() throws Exception {
    for (Contender peer : List.of(new SpringNodes(1), new GoogleNodes(1))) {
      try (peer) {
        peer.expire();
        peer.server().open();
        assertThat(peer.call(0).filter(peer.server()::isFresh)).isPresent();
        assertThat(peer.server().books()).isEqualTo(new StormServer.Books(1, 0, 0));
      }
    }
  }
}
