// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.grant.TokenOutcome.Busy;
import io.hexauth.domain.grant.TokenOutcome.Refused;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettlementTest {

  private static final Duration BACK_OFF = Duration.ofSeconds(3);

  @DisplayName("R7: not sent costs nothing but the back-off")
  @Test
  void notSentShouldNotCountAsPresented() {
    assertThat(Settlement.notSent(BACK_OFF))
        .isEqualTo(new Settlement(GrantState.IDLE, false, BACK_OFF, Optional.empty()));
  }

  @DisplayName("R7: 429 and 503 wait for what was asked, at least for the back-off")
  @ParameterizedTest
  @CsvSource({", PT3S", "PT0S, PT3S", "PT1S, PT3S", "PT3S, PT3S", "PT1H, PT1H"})
  void busyShouldWaitForTheLonger(Duration asked, Duration expected) {
    assertThat(Settlement.busy(new Busy(429, Optional.ofNullable(asked)), BACK_OFF))
        .isEqualTo(new Settlement(GrantState.IDLE, false, expected, Optional.empty()));
  }

  @DisplayName("R7: only a refused refresh token makes a grant dead")
  @ParameterizedTest(name = "{0}, refresh {1}: {2}")
  @CsvSource({
    "invalid_grant,                true,  DEAD",
    "invalid_token,                true,  DEAD",
    "bad_refresh_token,            true,  DEAD",
    "invalid_refresh_token,        true,  DEAD",
    "refresh_token_reused,         true,  DEAD",
    "invalid_grant,                false, IDLE",
    "invalid_client,               true,  IDLE",
    "unauthorized_client,          true,  IDLE",
    "invalid_request,              true,  IDLE",
    "unsupported_grant_type,       true,  IDLE",
    "incorrect_client_credentials, true,  IDLE",
    "INVALID_GRANT,                true,  IDLE",
    "something_new,                true,  IDLE"
  })
  void refusedShouldBeDeadOnlyForARefreshToken(String code, boolean refresh, GrantState state) {
    var error = OAuthError.of(new OAuthErrorCode(code));
    var settlement = Settlement.refused(new Refused(400, error), refresh);
    boolean dead = state == GrantState.DEAD;
    assertThat(settlement)
        .isEqualTo(
            new Settlement(
                state,
                dead,
                dead ? Duration.ZERO : Duration.ofSeconds(10),
                Optional.of(error.code())));
  }

  @DisplayName("a refused scope or resource says nothing of the grant, and holds nobody else up")
  @ParameterizedTest
  @ValueSource(strings = {"invalid_scope", "invalid_target"})
  void refusedAccessShouldNotPauseTheGrant(String code) {
    var error = OAuthError.of(new OAuthErrorCode(code));
    assertThat(Settlement.refused(new Refused(400, error), true))
        .isEqualTo(new Settlement(GrantState.IDLE, false, Duration.ZERO, Optional.empty()));
  }

  @DisplayName("R8: an unknown outcome keeps the intent of a refresh token, and only of that")
  @Test
  void unknownShouldKeepTheIntentOfARefreshToken() {
    assertThat(Settlement.unknown(true, BACK_OFF))
        .isEqualTo(new Settlement(GrantState.INTENT, true, BACK_OFF, Optional.empty()));
    assertThat(Settlement.unknown(false, BACK_OFF))
        .isEqualTo(new Settlement(GrantState.IDLE, true, BACK_OFF, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 1000",
    "0, 1000",
    "1, 2000",
    "2, 4000",
    "5, 32000",
    "6, 60000",
    "7, 60000",
    "2147483647, 60000",
    "-2147483648, 1000"
  })
  void backOffShouldDoubleUpToAMinuteWithFullJitter(int failures, long bound) {
    assertThat(Settlement.backOff(failures, 0)).isZero();
    assertThat(Settlement.backOff(failures, 0.5)).isEqualTo(Duration.ofMillis(bound / 2));
    assertThat(Settlement.backOff(failures, Math.nextDown(1.0)))
        .isLessThan(Duration.ofMillis(bound));
  }
}
