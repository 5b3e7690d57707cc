// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import static io.hexauth.domain.internal.grant.Results.GRANTED;
import static io.hexauth.domain.internal.grant.Results.NOT_SENT;
import static io.hexauth.domain.internal.grant.Results.NOT_TRIED;
import static io.hexauth.domain.internal.grant.Results.REFUSED_WITHOUT_ERROR;
import static io.hexauth.domain.internal.grant.Results.busy;
import static io.hexauth.domain.internal.grant.Results.refused;
import static io.hexauth.domain.internal.grant.Results.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.internal.grant.TokenFailure.FailedAfter;
import io.hexauth.domain.internal.grant.TokenFailure.NotGranted;
import io.hexauth.domain.internal.grant.TokenFailure.RefusedWithoutError;
import io.hexauth.domain.internal.grant.TokenFailure.TooLarge;
import io.hexauth.domain.internal.grant.TokenFailure.Unusable;
import io.hexauth.domain.internal.grant.TokenResult.RefreshTokenOnly;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.registration.RotationPolicy;
import io.hexauth.domain.scope.Scopes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenResultTest {

  private static final List<RotationPolicy> ROTATING =
      List.of(new RotationPolicy.Strict(), new RotationPolicy.Grace(Duration.ofMinutes(1)));
  private static final RotationPolicy OFF = new RotationPolicy.NonRotating();
  private static final TooLarge TOO_LARGE = new TooLarge(GrantType.REFRESH_TOKEN, "too large");

  @DisplayName("R8: a refusal of scopes or resource may have come after the rotation")
  @ParameterizedTest
  @ValueSource(strings = {"invalid_scope", "invalid_target"})
  void refusedAccessShouldLeaveOpenWhetherTheRefreshTokenIsSpentWhereTheServerRotates(String code) {
    TokenFailure.Refused refreshed = refused(new OAuthErrorCode(code), true);
    TokenFailure.Refused fetched = refused(new OAuthErrorCode(code), false);

    for (RotationPolicy policy : ROTATING) {
      TokenResult rotated = refreshed.under(policy);
      assertThat(rotated.mayHaveSpent()).isTrue();
      assertThat(rotated)
          .isEqualTo(
              new TokenFailure.Refused(GrantType.REFRESH_TOKEN, 400, refreshed.error(), true));
      assertThat(fetched.under(policy)).isEqualTo(fetched);
    }
    assertThat(refreshed.under(OFF)).isEqualTo(refreshed);
    assertThat(refreshed.mayHaveSpent()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("results")
  void everyOtherResultShouldStay(Row row) {
    TokenResult result = row.result();
    boolean other = !result.equals(refused(OAuthErrorCode.INVALID_SCOPE, true));
    for (RotationPolicy policy : ROTATING) {
      assertThat(result.under(policy).equals(result)).isEqualTo(other);
    }
    assertThat(result.under(OFF)).isEqualTo(result);
  }

  record Row(
      TokenResult result,
      AnswerKind answer,
      boolean unprocessed,
      boolean maySpend,
      boolean leaves,
      boolean ends) {}

  private static Row unprocessed(TokenResult result, AnswerKind answer) {
    return new Row(result, answer, true, false, true, false);
  }

  private static Row maySpend(TokenResult result, AnswerKind answer) {
    return new Row(result, answer, false, true, false, false);
  }

  private static Row kept(OAuthErrorCode code, boolean refreshed, AnswerKind answer) {
    return new Row(refused(code, refreshed), answer, false, false, true, false);
  }

  /** {@return a row whose result says nothing about a refresh token} */
  private static Row other(TokenResult result, AnswerKind answer) {
    return new Row(result, answer, false, false, false, false);
  }

  static Stream<Row> results() {
    GrantType fetch = GrantType.CLIENT_CREDENTIALS;
    GrantType refresh = GrantType.REFRESH_TOKEN;
    TokenFailure dead = refused(OAuthErrorCode.INVALID_GRANT, true);
    return Stream.of(
        other(GRANTED, AnswerKind.DONE),
        other(new RefreshTokenOnly(Optional.empty(), Optional.empty(), TOO_LARGE), AnswerKind.DONE),
        unprocessed(NOT_TRIED, AnswerKind.NOT_TRIED),
        unprocessed(new NotGranted(Scopes.of("write"), Set.of()), AnswerKind.NOT_TRIED),
        unprocessed(NOT_SENT, AnswerKind.NOT_SENT),
        unprocessed(busy(Optional.empty()), AnswerKind.BUSY),
        new Row(dead, AnswerKind.REFUSED, false, false, false, true),
        kept(OAuthErrorCode.INVALID_GRANT, false, AnswerKind.REFUSED),
        kept(OAuthErrorCode.INVALID_SCOPE, true, AnswerKind.REFUSED),
        kept(OAuthErrorCode.INVALID_CLIENT, true, AnswerKind.CLIENT_REFUSED),
        kept(OAuthErrorCode.UNAUTHORIZED_CLIENT, true, AnswerKind.GRANT_TYPE_REFUSED),
        maySpend(REFUSED_WITHOUT_ERROR, AnswerKind.REFUSED),
        other(new RefusedWithoutError(fetch, 401, "no error"), AnswerKind.REFUSED),
        maySpend(unknown(true), AnswerKind.NO_ANSWER),
        other(unknown(false), AnswerKind.NO_ANSWER),
        maySpend(new Unusable(refresh, 200, "no token"), AnswerKind.NO_ANSWER),
        maySpend(new Unusable(refresh, 302, "redirect"), AnswerKind.NO_ANSWER),
        maySpend(new Unusable(refresh, 500, "html"), AnswerKind.NO_ANSWER),
        maySpend(new Unusable(refresh, 404, "html"), AnswerKind.REFUSED),
        maySpend(new Unusable(refresh, 499, "html"), AnswerKind.REFUSED),
        other(new Unusable(fetch, 200, "no token"), AnswerKind.NO_ANSWER),
        other(new Unusable(fetch, 400, "no token"), AnswerKind.REFUSED),
        maySpend(TOO_LARGE, AnswerKind.REFUSED),
        other(new TooLarge(fetch, "too large"), AnswerKind.REFUSED),
        other(new FailedAfter(dead, NOT_SENT), AnswerKind.REFUSED),
        maySpend(new FailedAfter(REFUSED_WITHOUT_ERROR, dead), AnswerKind.REFUSED),
        unprocessed(new FailedAfter(NOT_SENT, dead), AnswerKind.NOT_SENT));
  }

  @ParameterizedTest
  @MethodSource("results")
  void everyResultShouldSayWhatItShowsOfTheServerAndOfTheRefreshToken(Row row) {
    assertThat(row.result().answer()).isEqualTo(row.answer());
    assertThat(row.result().isUnprocessed()).isEqualTo(row.unprocessed());
    assertThat(row.result().mayHaveSpent()).isEqualTo(row.maySpend());
    assertThat(row.result().leavesRefreshToken()).isEqualTo(row.leaves());
    assertThat(row.result().endsGrant()).isEqualTo(row.ends());
  }

  @Test
  void theTableOfResultsShouldBeWhole() {
    assertThat(results().<Class<?>>map(row -> row.result().getClass()))
        .contains(TokenFailure.class.getPermittedSubclasses())
        .contains(TokenResult.Granted.class, RefreshTokenOnly.class);
    assertThat(TokenResult.class.getPermittedSubclasses())
        .containsExactlyInAnyOrder(
            TokenResult.Granted.class, RefreshTokenOnly.class, TokenFailure.class);
  }

  @DisplayName("Only a refresh token that was refused without an error is refused without a reason")
  @ParameterizedTest
  @MethodSource("results")
  void onlyARefusedRefreshTokenShouldBeUnexplained(Row row) {
    row.result()
        .failure()
        .ifPresent(
            failure ->
                assertThat(failure.isUnexplained())
                    .isEqualTo(failure.equals(REFUSED_WITHOUT_ERROR)));
  }

  @DisplayName("A failure after one that may have spent the refresh token keeps both")
  @ParameterizedTest
  @MethodSource("results")
  void resultAfterAFailureShouldKeepWhatMayBeSpent(Row row) {
    TokenResult second = row.result();
    boolean failed = second.failure().equals(Optional.of(second));

    assertThat(second.after(refused(OAuthErrorCode.INVALID_GRANT, true))).isEqualTo(second);
    TokenResult both = second.after(REFUSED_WITHOUT_ERROR);
    assertThat(both.equals(second)).isEqualTo(!failed);
    assertThat(both.mayHaveSpent()).isEqualTo(failed);
  }

  @Test
  void tokenThatLacksScopesShouldBeStoredAndNotHandedOut() {
    TokenResult lacking = GRANTED.covering(granted -> Scopes.of("write"));

    assertThat(lacking.token()).isEqualTo(GRANTED.token());
    assertThat(lacking.failure()).contains(new NotGranted(Scopes.of("write"), Set.of()));
    assertThat(GRANTED.covering(granted -> Scopes.none())).isEqualTo(GRANTED);
  }

  @Test
  void tokenThatIsNotHandedOutAnywayShouldKeepItsReason() {
    GrantedToken token = GRANTED.token().orElseThrow();
    var tooLarge = new TokenResult.Granted(token, false, Optional.of(TOO_LARGE));

    assertThat(tooLarge.covering(granted -> Scopes.of("write"))).isEqualTo(tooLarge);
    assertThat(NOT_SENT.covering(granted -> Scopes.of("write"))).isEqualTo(NOT_SENT);
  }

  @Test
  void onlyABusyServerShouldAskForAPause() {
    assertThat(busy(Optional.of(Duration.ofSeconds(7))).retryAfter())
        .contains(Duration.ofSeconds(7));
    assertThat(NOT_SENT.retryAfter()).isEmpty();
    assertThat(GRANTED.retryAfter()).isEmpty();
  }
}
