// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.internal.grant.AnswerKind;
import io.hexauth.domain.registration.ClientAuthentication;
import io.hexauth.domain.registration.ClientAuthentication.Credentials;
import io.hexauth.domain.registration.ClientId;
import io.hexauth.domain.registration.ClientSecret;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientRefusalTest {

  /** Time near the overflow of the clock. */
  private static final long NOW = Long.MAX_VALUE - 5;

  private static final Credentials OLD = credentials("old");
  private static final Credentials NEW = credentials("new");

  private static Credentials credentials(String secret) {
    return new ClientAuthentication.ClientSecretPost(() -> new ClientSecret(secret))
        .credentials(new ClientId("app"));
  }

  /** {@return the state after this number of refusals, each at the end of the previous pause} */
  private static ClientRefusal refused(int times) {
    long now = NOW;
    Optional<ClientRefusal> known = Optional.empty();
    for (int i = 0; i < times; i++) {
      now = known.map(ClientRefusal::until).orElse(now);
      known = Optional.of(ClientRefusal.after(known, AnswerKind.CLIENT_REFUSED, OLD, now));
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
                Optional.of(first), AnswerKind.GRANT_TYPE_REFUSED, OLD, first.until() - 1))
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
    ClientRefusal refusal = ClientRefusal.after(Optional.empty(), answer, OLD, NOW);

    assertThat(refusal.stops(request, NOW)).isEqualTo(stops);
    assertThat(refusal.stops(request, refusal.until() - 1)).isEqualTo(stops);
    assertThat(refusal.stops(request, refusal.until())).isFalse();
  }

  @Test
  void aRefusalShouldSayWhatTheServerSaid() {
    assertThat(new ClientRefusal(AnswerKind.CLIENT_REFUSED, OLD, 1, NOW).code())
        .isEqualTo(OAuthErrorCode.INVALID_CLIENT);
    assertThat(new ClientRefusal(AnswerKind.GRANT_TYPE_REFUSED, OLD, 1, NOW).code())
        .isEqualTo(OAuthErrorCode.UNAUTHORIZED_CLIENT);
  }

  @ParameterizedTest
  @CsvSource({"CLIENT_REFUSED, false", "GRANT_TYPE_REFUSED, true"})
  void aRefusalShouldHoldForOtherCredentialsWhereItIsNotAboutThem(
      AnswerKind answer, boolean holds) {
    ClientRefusal refusal = ClientRefusal.after(Optional.empty(), answer, OLD, NOW);

    assertThat(refusal.isOf(credentials("old"))).isTrue();
    assertThat(refusal.isOf(NEW)).isEqualTo(holds);
  }

  @Test
  void thePauseOfOtherCredentialsShouldBeginAgain() {
    ClientRefusal old = refused(3);

    ClientRefusal next =
        ClientRefusal.after(Optional.of(old), AnswerKind.CLIENT_REFUSED, NEW, old.until() - 1);

    assertThat(next.times()).isEqualTo(1);
    assertThat(next.until() - (old.until() - 1)).isEqualTo(Duration.ofSeconds(10).toNanos());
    assertThat(next.isOf(NEW)).isTrue();
  }
}
