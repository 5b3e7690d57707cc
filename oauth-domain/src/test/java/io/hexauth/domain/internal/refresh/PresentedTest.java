// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import static io.hexauth.domain.internal.grant.Results.GRANTED;
import static io.hexauth.domain.internal.grant.Results.NOT_SENT;
import static io.hexauth.domain.internal.grant.Results.NOT_TRIED;
import static io.hexauth.domain.internal.grant.Results.REFUSED_WITHOUT_ERROR;
import static io.hexauth.domain.internal.grant.Results.busy;
import static io.hexauth.domain.internal.grant.Results.unknown;
import static io.hexauth.domain.internal.lifecycle.Grants.HOLD;
import static io.hexauth.domain.internal.lifecycle.Grants.NOW;
import static io.hexauth.domain.internal.lifecycle.Grants.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.internal.grant.Results;
import io.hexauth.domain.internal.grant.TokenFailure;
import io.hexauth.domain.internal.grant.TokenFailure.FailedAfter;
import io.hexauth.domain.internal.grant.TokenFailure.NotGranted;
import io.hexauth.domain.internal.grant.TokenFailure.Refused;
import io.hexauth.domain.internal.grant.TokenFailure.RefusedWithoutError;
import io.hexauth.domain.internal.grant.TokenFailure.TooLarge;
import io.hexauth.domain.internal.grant.TokenFailure.Unusable;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.grant.TokenResult.RefreshTokenOnly;
import io.hexauth.domain.internal.refresh.RefreshStep.BackOff;
import io.hexauth.domain.internal.refresh.RefreshStep.Commit;
import io.hexauth.domain.internal.refresh.RefreshStep.GiveUp;
import io.hexauth.domain.internal.refresh.RefreshStep.Look;
import io.hexauth.domain.internal.refresh.RefreshStep.NeedUser;
import io.hexauth.domain.internal.refresh.RefreshStep.Present;
import io.hexauth.domain.internal.refresh.RefreshStep.Rest;
import io.hexauth.domain.internal.refresh.RefreshStep.RevokeIssued;
import io.hexauth.domain.internal.refresh.RefreshStep.ServeUnstored;
import io.hexauth.domain.internal.refresh.RefreshStep.Settle;
import io.hexauth.domain.internal.refresh.RefreshStep.StoreGone;
import io.hexauth.domain.internal.refresh.RefreshStep.TakeLease;
import io.hexauth.domain.internal.refresh.RefreshStep.WriteBack;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.registration.RotationPolicy;
import io.hexauth.domain.scope.Scopes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R3 to R8: the next step after each result of a request. */
class PresentedTest {

  private static final Duration BACK_OFF = Duration.ofSeconds(3);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final GrantRecord RECORD =
      record(GrantState.INTENT, Optional.of(NOW.plusSeconds(20)), Optional.empty());
  private static final Present FIRST = new Present(RECORD, false);
  private static final Present SECOND = new Present(RECORD, true);

  private static Refresh refresh(RotationPolicy rotation) {
    return new Refresh(
        new RefreshRules(
            Duration.ofSeconds(20),
            HOLD,
            Duration.ofSeconds(8),
            Duration.ofHours(24),
            rotation,
            false));
  }

  private static Refresh strict() {
    return refresh(new RotationPolicy.Strict());
  }

  private static Refresh own() {
    RefreshRules strict = strict().rules();
    return new Refresh(
        new RefreshRules(
            strict.lease(),
            strict.hold(),
            strict.deadline(),
            strict.tombstoneRetention(),
            strict.rotation(),
            true));
  }

  private static FailureRecord settlement(Present tried, TokenResult outcome) {
    var step = (Settle) strict().presented(tried, outcome, SOON, SOON, BACK_OFF);
    assertThat(step.observed()).isEqualTo(RECORD);
    assertThat(step.gaveUp()).isTrue();
    return step.failure();
  }

  private static GrantRecord refused(GrantRecord record, FailureRecord settlement) {
    return record.toBuilder()
        .state(settlement.state())
        .notBefore(Optional.empty())
        .errorCode(settlement.errorCode())
        .build();
  }

  @DisplayName("R7: a refusal without an OAuth error is presented once more, after the hold")
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusalWithoutAnErrorShouldKeepTheIntentUnderEveryPolicy(boolean again) {
    for (RotationPolicy policy :
        List.of(
            new RotationPolicy.Strict(),
            new RotationPolicy.NonRotating(),
            new RotationPolicy.Grace(Duration.ofMinutes(1)))) {
      var tried = new Present(RECORD, again);
      var step =
          (Settle) refresh(policy).presented(tried, REFUSED_WITHOUT_ERROR, SOON, SOON, BACK_OFF);

      assertThat(step.failure().state()).as("%s", policy).isEqualTo(GrantState.INTENT);
      assertThat(step.failure().presentations()).isEqualTo(again ? 2 : 1);
      assertThat(step.failure().notBefore()).isEqualTo(BACK_OFF);
      assertThat(refresh(policy).settled(step, true)).isEqualTo(new GiveUp());
    }
  }

  @DisplayName("R7: the user cannot help a client that obtains the grant by itself")
  @Test
  void secondRefusalWithoutAnErrorShouldMakeAClientThatNeedsNoUserWait() {
    Refresh own = own();
    GrantRecord once = refused(RECORD, settlement(FIRST, REFUSED_WITHOUT_ERROR));
    var second =
        (Settle)
            own.presented(new Present(once, false), REFUSED_WITHOUT_ERROR, SOON, SOON, BACK_OFF);

    assertThat(own.settled(second, true)).isEqualTo(new GiveUp());
    var waiting =
        refused(record(GrantState.INTENT, Optional.of(NOW), Optional.empty()), second.failure());
    assertThat(own.seen(sight(waiting, NOW.plusSeconds(1)))).isInstanceOf(BackOff.class);
  }

  @DisplayName("R7: the second refusal without an OAuth error in a row needs the user")
  @Test
  void secondRefusalWithoutAnErrorShouldNeedTheUserAndKeepTheGrant() {
    FailureRecord first = settlement(FIRST, REFUSED_WITHOUT_ERROR);
    GrantRecord leasedAgain = refused(RECORD, first);
    var second =
        (Settle)
            strict()
                .presented(
                    new Present(leasedAgain, false), REFUSED_WITHOUT_ERROR, SOON, SOON, BACK_OFF);

    assertThat(second.failure().state()).isEqualTo(GrantState.INTENT);
    var needUser = new NeedUser(Reason.REFUSED_WITHOUT_ERROR, Optional.empty(), false);
    assertThat(strict().settled(second, true)).isEqualTo(needUser);
    assertThat(strict().settled(second, false)).isEqualTo(new Look());

    // Until the end of the pause, callers get this result. After that, the refresh token may be
    // presented.
    var waiting =
        refused(record(GrantState.INTENT, Optional.of(NOW), Optional.empty()), second.failure());
    assertThat(strict().seen(sight(waiting, NOW.plusSeconds(1)))).isEqualTo(needUser);
    assertThat(strict().seen(sight(waiting, NOW.plus(HOLD).plusSeconds(1))))
        .isInstanceOf(TakeLease.class);
    var third =
        (Settle)
            strict()
                .presented(
                    new Present(refused(RECORD, second.failure()), false),
                    REFUSED_WITHOUT_ERROR,
                    SOON,
                    SOON,
                    BACK_OFF);
    assertThat(third.failure()).isEqualTo(second.failure());
  }

  @DisplayName("R7: callers in the pause after the first refusal without an error get no code")
  @Test
  void pauseAfterTheFirstRefusalWithoutAnErrorShouldNameNoCode() {
    FailureRecord first = settlement(FIRST, REFUSED_WITHOUT_ERROR);
    var waiting = refused(record(GrantState.INTENT, Optional.of(NOW), Optional.empty()), first);

    assertThat(strict().seen(sight(waiting, NOW.plusSeconds(1))))
        .isInstanceOfSatisfying(BackOff.class, step -> assertThat(step.errorCode()).isEmpty());
  }

  @DisplayName("R8: an unknown outcome comes between, and the count begins again")
  @Test
  void refusalsWithoutAnErrorShouldCountInARowOnly() {
    FailureRecord unknown = settlement(FIRST, unknown(true));
    var step =
        (Settle)
            strict()
                .presented(
                    new Present(refused(RECORD, unknown), false),
                    REFUSED_WITHOUT_ERROR,
                    SOON,
                    SOON,
                    BACK_OFF);

    assertThat(strict().settled(step, true)).isEqualTo(new GiveUp());
  }

  private static GrantView sight(GrantRecord record, Instant now) {
    return new GrantView(Optional.of(record), false, true, Optional.empty(), now);
  }

  @DisplayName("R3: never without the lease, nor where it is not known whether it was given")
  @Test
  void onlyATakenLeaseShouldLeadToAPresentation() {
    assertThat(strict().leaseTaken(RECORD)).isEqualTo(FIRST);
    var sight = new GrantView(Optional.of(RECORD), false, true, Optional.empty(), NOW);
    assertThat(strict().leaseRefused(sight)).isEqualTo(new Rest());
    assertThat(strict().leaseRefused(sight)).isEqualTo(strict().seen(sight));
    assertThat(strict().leaseUnknown()).isEqualTo(new StoreGone());
  }

  @DisplayName("R2, R3: who remembers the grant asks for the lease at once")
  @ParameterizedTest
  @CsvSource({
    "true,  false, true,  TakeLease",
    "false, false, true,  Look",
    "true,  true,  true,  Look",
    "true,  false, false, Look"
  })
  void rememberedGenerationShouldBeLeasedWithoutALook(
      boolean useful, boolean met, boolean refreshable, String first) {
    var known = new GrantView.Remembered(RECORD.version(), SOON, useful);
    RefreshStep step = strict().start(Optional.of(known), met, refreshable);
    assertThat(step.getClass().getSimpleName()).isEqualTo(first);
    if (step instanceof TakeLease lease) {
      assertThat(lease).isEqualTo(new TakeLease(Optional.of(RECORD.version())));
    }
    assertThat(strict().start(Optional.empty(), met, refreshable)).isEqualTo(new Look());
  }

  @DisplayName("R2, R3: a client that obtains its grant by itself needs no refresh token for it")
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rememberedGenerationShouldBeLeasedByAClientThatNeedsNoUser(boolean refreshable) {
    var known = Optional.of(new GrantView.Remembered(RECORD.version(), SOON, true));
    assertThat(own().start(known, false, refreshable))
        .isEqualTo(new TakeLease(Optional.of(RECORD.version())));
    assertThat(own().start(known, true, refreshable)).isEqualTo(new Look());
  }

  @DisplayName("R4: a request has to end inside the lease")
  @ParameterizedTest
  @CsvSource({"PT0S, true", "PT11.999S, true", "PT12S, false", "PT1H, false"})
  void presentationShouldEndInsideTheLease(Duration spent, boolean may) {
    assertThat(strict().rules().mayPresent(spent)).isEqualTo(may);
  }

  @Test
  void unreadableRecordShouldBeLeftToOthers() {
    assertThat(strict().unreadable(FIRST))
        .isEqualTo(new Settle(RECORD, FailureRecord.untried(), true));
    var stays = new FailureRecord(GrantState.INTENT, 1, Duration.ZERO, Optional.empty());
    assertThat(strict().unreadable(SECOND)).isEqualTo(new Settle(RECORD, stays, true));
  }

  @Test
  void tooLateShouldLeaveNoTrace() {
    var untried = new FailureRecord(GrantState.IDLE, 0, Duration.ZERO, Optional.empty());
    assertThat(strict().tooLate(FIRST)).isEqualTo(new Settle(RECORD, untried, false));
    var stays = new FailureRecord(GrantState.INTENT, 1, Duration.ZERO, Optional.empty());
    assertThat(strict().tooLate(SECOND)).isEqualTo(new Settle(RECORD, stays, true));
  }

  @DisplayName("R7: not sent costs nothing but the back-off; not tried not even that")
  @Test
  void unsentShouldNotCountAsPresented() {
    assertThat(settlement(FIRST, NOT_SENT))
        .isEqualTo(new FailureRecord(GrantState.IDLE, 0, BACK_OFF, Optional.empty()));
    for (TokenFailure notTried : List.of(NOT_TRIED, new NotGranted(Scopes.of("write"), Set.of()))) {
      assertThat(settlement(FIRST, notTried))
          .isEqualTo(new FailureRecord(GrantState.IDLE, 0, Duration.ZERO, Optional.empty()));
    }
  }

  @DisplayName("R7: 429 and 503 wait for what was asked, at least for the back-off")
  @ParameterizedTest
  @CsvSource({", PT3S", "PT0S, PT3S", "PT1S, PT3S", "PT3S, PT3S", "PT1H, PT1H"})
  void busyShouldWaitForTheLonger(Duration asked, Duration expected) {
    assertThat(settlement(FIRST, busy(Optional.ofNullable(asked))))
        .isEqualTo(new FailureRecord(GrantState.IDLE, 0, expected, Optional.empty()));
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
    "unauthorized_client,          true,  IDLE",
    "invalid_request,              true,  IDLE",
    "unsupported_grant_type,       true,  IDLE",
    "incorrect_client_credentials, true,  IDLE",
    "INVALID_GRANT,                true,  IDLE",
    "something_new,                true,  IDLE"
  })
  void refusedShouldBeDeadOnlyForARefreshToken(String code, boolean refreshed, GrantState state) {
    var error = new OAuthErrorCode(code);
    boolean dead = state == GrantState.DEAD;
    var refused = Results.refused(error, refreshed);
    assertThat(settlement(FIRST, refused))
        .isEqualTo(
            new FailureRecord(
                state,
                dead ? 1 : 0,
                dead ? Duration.ZERO : Duration.ofSeconds(10),
                Optional.of(error)));
    assertThat(refused.endsGrant()).isEqualTo(dead);
    assertThat(refused.leavesRefreshToken()).isEqualTo(!dead);
    assertThat(refused.isUnprocessed()).isFalse();
  }

  @DisplayName("a refused scope or resource says nothing of the grant, and delays no other caller")
  @ParameterizedTest
  @ValueSource(strings = {"invalid_scope", "invalid_target"})
  void refusedAccessShouldNotPauseTheGrant(String code) {
    assertThat(settlement(FIRST, Results.refused(new OAuthErrorCode(code), true)))
        .isEqualTo(new FailureRecord(GrantState.IDLE, 0, Duration.ZERO, Optional.empty()));
  }

  @Test
  void startingOverShouldRememberWhy() {
    assertThat(
            settlement(
                FIRST,
                new FailedAfter(Results.refused(OAuthErrorCode.INVALID_GRANT, true), NOT_TRIED)))
        .isEqualTo(
            new FailureRecord(
                GrantState.IDLE, 1, Duration.ZERO, Optional.of(OAuthErrorCode.INVALID_GRANT)));
  }

  @DisplayName("R8: an unknown outcome keeps the intent of a refresh token, and only of that")
  @Test
  void unknownShouldKeepTheIntentOfARefreshToken() {
    var stays = new FailureRecord(GrantState.INTENT, 1, BACK_OFF, Optional.empty());
    var free = new FailureRecord(GrantState.IDLE, 1, BACK_OFF, Optional.empty());
    assertThat(settlement(FIRST, unknown(true))).isEqualTo(stays);
    assertThat(settlement(FIRST, unknown(false))).isEqualTo(free);
    assertThat(
            refresh(new RotationPolicy.NonRotating())
                .presented(FIRST, unknown(true), SOON, SOON, BACK_OFF))
        .isEqualTo(new Settle(RECORD, free, true));
  }

  static Stream<TokenFailure> unknownForARefreshToken() {
    GrantType refresh = GrantType.REFRESH_TOKEN;
    return Stream.of(
        new Unusable(refresh, 404, "html"),
        new TooLarge(refresh, "too large"),
        new Refused(refresh, 400, OAuthError.of(OAuthErrorCode.INVALID_SCOPE), true),
        new FailedAfter(unknown(true), NOT_SENT));
  }

  @DisplayName("R8: whatever leaves open if the refresh token is spent keeps the intent")
  @ParameterizedTest
  @MethodSource("unknownForARefreshToken")
  void everyUnknownResultShouldBeAsNoAnswer(TokenFailure failure) {
    assertThat(settlement(FIRST, failure)).isEqualTo(settlement(FIRST, unknown(true)));
    assertThat(settlement(SECOND, failure)).isEqualTo(settlement(SECOND, unknown(true)));
  }

  static Stream<TokenFailure> unknownWithoutARefreshToken() {
    GrantType own = GrantType.CLIENT_CREDENTIALS;
    return Stream.of(
        new Unusable(own, 500, "html"),
        new TooLarge(own, "too large"),
        new RefusedWithoutError(own, 401, "no error"));
  }

  @ParameterizedTest
  @MethodSource("unknownWithoutARefreshToken")
  void everyUnknownResultOfAnotherGrantShouldLeaveTheRecordFree(TokenFailure failure) {
    assertThat(settlement(FIRST, failure)).isEqualTo(settlement(FIRST, unknown(false)));
  }

  /** A process with another secret may present immediately. */
  @DisplayName("R7: a client that the server does not know says nothing about the grant")
  @ParameterizedTest(name = "refresh {0}")
  @ValueSource(booleans = {false, true})
  void unknownClientShouldLeaveTheGrantAsIfNothingHadBeenTried(boolean refreshed) {
    assertThat(settlement(FIRST, Results.refused(OAuthErrorCode.INVALID_CLIENT, refreshed)))
        .isEqualTo(new FailureRecord(GrantState.IDLE, 0, Duration.ZERO, Optional.empty()));
  }

  @DisplayName("R7: what is stored follows from the first of two failures")
  @Test
  void failureAfterAnotherShouldBeStoredAsTheFirst() {
    for (TokenFailure first :
        List.of(
            NOT_SENT,
            busy(Optional.of(Duration.ofHours(1))),
            REFUSED_WITHOUT_ERROR,
            Results.refused(OAuthErrorCode.INVALID_CLIENT, true))) {
      for (Present tried : List.of(FIRST, SECOND)) {
        assertThat(settlement(tried, new FailedAfter(first, unknown(true))))
            .isEqualTo(settlement(tried, first));
      }
    }
  }

  @DisplayName("R8: within the grace, and the lease, the same holder presents once more")
  @ParameterizedTest(name = "grace {0}, lease used {1}, since first {2}: {3}")
  @CsvSource({
    "PT30S, PT9S,  PT8S,  true",
    "PT16S, PT9S,  PT8S,  true",
    "PT15S, PT9S,  PT8S,  false",
    "PT30S, PT12S, PT8S,  false"
  })
  void graceShouldAllowOneMorePresentation(
      Duration grace, Duration spent, Duration sinceFirst, boolean again) {
    Refresh refresh = refresh(new RotationPolicy.Grace(grace));
    var unknown = unknown(true);
    RefreshStep next = refresh.presented(FIRST, unknown, spent, sinceFirst, BACK_OFF);
    assertThat(next.equals(SECOND)).isEqualTo(again);
    assertThat(next instanceof Settle).isEqualTo(!again);
    assertThat(refresh.presented(SECOND, unknown, spent, sinceFirst, BACK_OFF))
        .isInstanceOf(Settle.class);
  }

  @DisplayName("R8: a second presentation that was not processed says nothing about the first")
  @Test
  void unprocessedSecondPresentationShouldKeepTheIntent() {
    var stays = new FailureRecord(GrantState.INTENT, 1, BACK_OFF, Optional.empty());
    assertThat(settlement(SECOND, NOT_SENT)).isEqualTo(stays);
    assertThat(settlement(SECOND, NOT_TRIED)).isEqualTo(stays);
    assertThat(settlement(SECOND, busy(Optional.empty()))).isEqualTo(stays);
  }

  @DisplayName("R8: a refusal of anything but the refresh token says nothing about the first")
  @ParameterizedTest
  @ValueSource(strings = {"invalid_client", "unauthorized_client", "invalid_scope", "x"})
  void otherRefusalOfASecondPresentationShouldKeepTheIntent(String code) {
    assertThat(settlement(SECOND, Results.refused(new OAuthErrorCode(code), true)))
        .isEqualTo(new FailureRecord(GrantState.INTENT, 1, BACK_OFF, Optional.empty()));
    assertThat(settlement(SECOND, Results.refused(OAuthErrorCode.INVALID_GRANT, false)))
        .isEqualTo(new FailureRecord(GrantState.INTENT, 1, BACK_OFF, Optional.empty()));
  }

  @DisplayName("R7: a refusal that a server explained comes between, and the count begins again")
  @Test
  void refusalShouldBeTheFirstAfterOneThatTheServerExplained() {
    FailureRecord explained =
        settlement(FIRST, Results.refused(OAuthErrorCode.INVALID_CLIENT, true));
    var tried = new Present(refused(RECORD, explained), false);
    var step = (Settle) strict().presented(tried, REFUSED_WITHOUT_ERROR, SOON, SOON, BACK_OFF);
    assertThat(FailureRecord.isRefused(tried.leased())).isFalse();
    assertThat(FailureRecord.isRefused(RECORD)).isFalse();
    assertThat(FailureRecord.isRefused(refused(RECORD, step.failure()))).isTrue();
    assertThat(step.failure()).isEqualTo(settlement(FIRST, REFUSED_WITHOUT_ERROR));
  }

  @DisplayName("R8: refused after an unknown outcome of its own: the rotation was lost")
  @Test
  void refusedSecondPresentationShouldBeALostRotation() {
    var refused = Results.refused(OAuthErrorCode.INVALID_GRANT, true);
    var code = Optional.of(OAuthErrorCode.INVALID_GRANT);
    var dead = new FailureRecord(GrantState.DEAD, 2, Duration.ZERO, code);
    assertThat(settlement(SECOND, refused)).isEqualTo(dead);
    assertThat(strict().settled(new Settle(RECORD, dead, true), true))
        .isEqualTo(new NeedUser(Reason.ROTATION_LOST, code, false));
    assertThat(settlement(SECOND, unknown(true)).presentations()).isEqualTo(2);
    assertThat(settlement(SECOND, unknown(true)).notBefore()).isEqualTo(BACK_OFF);
  }

  @DisplayName("R6: what the server granted is stored, whatever it takes")
  @Test
  void issuedShouldBeCommitted() {
    var commit = new Commit(RECORD.version());
    var tooLarge = new TooLarge(GrantType.REFRESH_TOKEN, "too large");
    for (TokenResult result :
        List.of(
            GRANTED,
            GRANTED.covering(granted -> Scopes.of("write")),
            new RefreshTokenOnly(Optional.empty(), Optional.empty(), tooLarge))) {
      assertThat(strict().presented(FIRST, result, SOON, SOON, BACK_OFF)).isEqualTo(commit);
    }
    assertThat(strict().committed(commit, true, Optional.of(RECORD)))
        .isEqualTo(new RefreshStep.Stored());
    assertThat(strict().committed(commit, false, Optional.of(RECORD))).isEqualTo(new Look());
    assertThat(strict().committed(commit, false, Optional.empty()))
        .isEqualTo(new WriteBack(Optional.empty()));
    var revoked = record(GrantState.TOMBSTONE, Optional.empty(), Optional.empty());
    assertThat(strict().committed(commit, false, Optional.of(revoked)))
        .isEqualTo(new RevokeIssued());
    assertThat(strict().commitUnknown(commit)).isEqualTo(new ServeUnstored(commit));
    assertThat(strict().writtenBack(true)).isEqualTo(new Look());
    assertThat(strict().writtenBack(false)).isEqualTo(new Rest());
  }

  @DisplayName("R7: a failure that could not be written says nothing about what was stored since")
  @Test
  void unwrittenFailureShouldLeadToAnotherLook() {
    var failed = new Settle(RECORD, FailureRecord.untried(), true);
    assertThat(strict().settled(failed, true)).isEqualTo(new GiveUp());
    assertThat(strict().settled(failed, false)).isEqualTo(new Look());
    assertThat(strict().settleUnknown(failed)).isEqualTo(new GiveUp());
  }

  @DisplayName("K3: dead after an unknown outcome is a lost rotation")
  @ParameterizedTest
  @CsvSource({"1, GRANT_REFUSED", "2, ROTATION_LOST", "7, ROTATION_LOST"})
  void lostRotationShouldBeCalledSo(int attempt, Reason reason) {
    var code = OAuthErrorCode.INVALID_GRANT;
    GrantRecord leased = attempted(attempt);
    var refused = FailureRecord.refused(Results.refused(code, true));
    assertThat(strict().settled(new Settle(leased, refused, true), true))
        .isEqualTo(new NeedUser(reason, Optional.of(code), false));
  }

  private static GrantRecord attempted(int attempt) {
    return RECORD.toBuilder().attempt(attempt).build();
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
    assertThat(FailureRecord.backOff(failures, 0)).isEqualTo(Duration.ofMillis(1));
    assertThat(FailureRecord.backOff(failures, 0.5)).isEqualTo(Duration.ofMillis(bound / 2));
    assertThat(FailureRecord.backOff(failures, Math.nextDown(1.0)))
        .isLessThan(Duration.ofMillis(bound));
  }
}
