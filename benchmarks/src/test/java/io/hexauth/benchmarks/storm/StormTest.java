// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The harness in short; what it takes is not looked at here, only what is counted. */
@Timeout(120)
class StormTest {

  @Test
  void grantShouldBeRefreshedOnceHoweverManyAsk() throws Exception {
    List<StormResult> results = new Storm(4, 8, 1, 2).rage();

    assertThat(results).hasSize(4).allMatch(result -> result.calls() == 2 * 4 * 8);
    assertThat(results.subList(0, 2))
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
    // What is compared is the same work: peers refresh, too, and the server minds a second time.
    assertThat(results.subList(2, 4))
        .allSatisfy(peer -> assertThat(peer.requestsPerExpiry()).isGreaterThan(1))
        .allSatisfy(peer -> assertThat(peer.lost()).isEqualTo(2))
        .allSatisfy(peer -> assertThat(peer.failed()).isLessThan(peer.calls()));
  }

  /** Without a second caller, a peer in this harness keeps its grant. */
  @Test
  void peersShouldRefreshWhereNobodyElseDoes() throws Exception {
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
