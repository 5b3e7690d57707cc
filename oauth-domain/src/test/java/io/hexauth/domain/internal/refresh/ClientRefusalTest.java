// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.internal.grant.AnswerKind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientRefusalTest {

  /** Near its end, where sums wrap around. */
  private static final long NOW = Long.MAX_VALUE - 5;

  /** One refusal after the other, each when the pause of the one before is over. */
  private static ClientRefusal refused(int times) {
    long now = NOW;
    Optional<ClientRefusal> known = Optional.empty();
    for (int i = 0; i < times; i++) {
      now = known.map(ClientRefusal::until).orElse(now);
      known = Optional.of(ClientRefusal.after(known, AnswerKind.CLIENT_REFUSED, now));
    }
    return known.orElseThrow();
  }

  @ParameterizedTest(name = "refusal {0}: {1} s")
  @CsvSource({"1, 10", "2, 20", "3, 40", "4, 80", "5, 160", "6, 300", "7, 300", "40, 300"})
  void thePauseShouldDoubleUpToFiveMinutes(int times, long seconds) {
    long before = times == 1 ? NOW : refused(times - 1).until();

    assertThat(refused(times).until() - before).isEqualTo(Duration.ofSeconds(seconds).toNanos());
    assertThat(refused(times).times()).isEqualTo(times);
  }

  @Test
  void refusalsThatWereOnTheirWayTogetherShouldCountAsOne() {
    ClientRefusal first = refused(1);

    assertThat(
            ClientRefusal.after(
                Optional.of(first), AnswerKind.GRANT_TYPE_REFUSED, first.until() - 1))
        .isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT_REFUSED,     OWN_GRANT,     true",
    "CLIENT_REFUSED,     CODE_EXCHANGE, true",
    "CLIENT_REFUSED,     REVOCATION,    false",
    "GRANT_TYPE_REFUSED, OWN_GRANT,     true",
    "GRANT_TYPE_REFUSED, CODE_EXCHANGE, false",
    "GRANT_TYPE_REFUSED, REVOCATION,    false",
  })
  void aRefusalShouldStopWhatItConcernsUntilItsPauseIsOver(
      AnswerKind answer, RequestKind request, boolean stops) {
    ClientRefusal refusal = ClientRefusal.after(Optional.empty(), answer, NOW);

    assertThat(refusal.stops(request, NOW)).isEqualTo(stops);
    assertThat(refusal.stops(request, refusal.until() - 1)).isEqualTo(stops);
    assertThat(refusal.stops(request, refusal.until())).isFalse();
  }

  @Test
  void aRefusalShouldSayWhatTheServerSaid() {
    assertThat(new ClientRefusal(AnswerKind.CLIENT_REFUSED, 1, NOW).code())
        .isEqualTo(OAuthErrorCode.INVALID_CLIENT);
    assertThat(new ClientRefusal(AnswerKind.GRANT_TYPE_REFUSED, 1, NOW).code())
        .isEqualTo(OAuthErrorCode.UNAUTHORIZED_CLIENT);
  }
}
