// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.StoreAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writing down a failure: only under the epoch that it was seen in. */
abstract class StoreSettleRules extends StoreRules {

  private static final Duration PAUSE = Duration.ofMinutes(30);

  StoreSettleRules(Supplier<StoreFixture> fixture) {
    super(fixture);
  }

  @Test
  final void settleAsIdleShouldClearTheLeaseAndStartThePause() {
    GrantRecord leased = given().leased();

    StoreAnswer answer =
        store().settle(settle(leased, GrantState.IDLE, 1, OAuthErrorCode.INVALID_CLIENT));

    GrantRecord record = given().done(answer);
    assertThat(record.state()).isEqualTo(GrantState.IDLE);
    assertThat(record.lease()).isEmpty();
    assertThat(record.attempt()).isEqualTo(1);
    assertThat(record.errorCode()).contains(OAuthErrorCode.INVALID_CLIENT);
    StoreFixture.isAfterNow(record.notBefore(), PAUSE, answer.storeNow());
    keepsTheRest(record, leased);
  }

  @Test
  final void settleShouldTakeBackAnAttemptThatWasNotPresented() {
    GrantRecord leased = given().leased();
    GrantRecord record =
        given()
            .done(store().settle(settle(leased, GrantState.IDLE, 0, OAuthErrorCode.INVALID_SCOPE)));
    assertThat(record.attempt()).isZero();
    assertThat(record.epoch()).isEqualTo(leased.epoch());
  }

  @Test
  final void settleShouldLeaveNothingBehindWithoutPauseAndCode() {
    GrantRecord leased = given().leased();
    assertThat(
            store()
                .settle(settle(leased, GrantState.INTENT, 1, OAuthErrorCode.INVALID_SCOPE))
                .done())
        .isTrue();
    given().age(StoreFixture.HOLD.plus(PAUSE).plusMinutes(1));
    GrantRecord again = given().leased(leased);

    GrantRecord record = given().done(store().settle(given().settle(again, GrantState.IDLE)));

    assertThat(record.notBefore()).isEmpty();
    assertThat(record.errorCode()).isEmpty();
    given().leased(record);
  }

  @Test
  final void settleAsDeadShouldKeepTheDocument() {
    GrantRecord leased = given().leased();

    GrantRecord record =
        given()
            .done(store().settle(settle(leased, GrantState.DEAD, 1, OAuthErrorCode.INVALID_GRANT)));

    assertThat(record.state()).isEqualTo(GrantState.DEAD);
    assertThat(record.lease()).isEmpty();
    assertThat(record.errorCode()).contains(OAuthErrorCode.INVALID_GRANT);
    keepsTheRest(record, leased);
  }

  @ParameterizedTest
  @EnumSource(
      value = GrantState.class,
      names = {"DEAD", "INTENT"})
  final void settleShouldCountASecondPresentation(GrantState state) {
    GrantRecord leased = given().leased();

    GrantRecord record =
        given().done(store().settle(settle(leased, state, 2, OAuthErrorCode.INVALID_GRANT)));

    assertThat(record.attempt()).isEqualTo(2);
    keepsTheRest(record, leased);
  }

  @Test
  final void settleAsIntentShouldEndTheLeaseNow() {
    GrantRecord leased = given().leased();

    StoreAnswer answer = store().settle(given().settle(leased, GrantState.INTENT, PAUSE));

    GrantRecord record = given().done(answer);
    assertThat(record.state()).isEqualTo(GrantState.INTENT);
    assertThat(record.attempt()).isEqualTo(1);
    StoreFixture.isAfterNow(record.lease().map(Lease::until), Duration.ZERO, answer.storeNow());
    StoreFixture.isAfterNow(record.notBefore(), PAUSE, answer.storeNow());
    keepsTheRest(record, leased);
  }

  @Test
  final void settleShouldRefuseAStaleEpoch() {
    GrantRecord sleeper = given().leased();
    given().age(StoreFixture.LEASE.plus(StoreFixture.HOLD).plusMinutes(1));
    GrantRecord other = given().leased(sleeper);

    given().refused(store().settle(given().settle(sleeper, GrantState.DEAD)), other);
    given().refused(store().settle(given().settle(sleeper, GrantState.IDLE)), other);
    given().refused(store().settle(given().settle(sleeper, GrantState.INTENT)), other);
  }

  @Test
  final void settleShouldRefuseAnotherGeneration() {
    GrantRecord leased = given().leased();
    var other = new Version(leased.grantId(), leased.generation() + 1);
    given().refused(store().settle(under(other, leased.epoch())), leased);
  }

  @Test
  final void settleShouldRefuseAnotherGrantId() {
    GrantRecord leased = given().leased();
    var other = new Version(StoreFixture.newGrantId(), leased.generation());
    given().refused(store().settle(under(other, leased.epoch())), leased);
  }

  @Test
  final void settleShouldRefuseAnEpochThatHasNotBegun() {
    GrantRecord leased = given().leased();
    given().refused(store().settle(under(leased.version(), leased.epoch() + 1)), leased);
  }

  @ParameterizedTest
  @EnumSource(
      value = GrantState.class,
      names = {"IDLE", "TOMBSTONE"})
  final void settleShouldRefuseWhereNothingIsUnderWay(GrantState state) {
    GrantRecord there = given().in(state);
    given().refused(store().settle(given().settle(there, GrantState.DEAD)), there);
  }

  @Test
  final void settleShouldNotReviveTheDead() {
    GrantRecord dead = given().in(GrantState.DEAD);
    given().refused(store().settle(given().settle(dead, GrantState.IDLE)), dead);
    given().refused(store().settle(given().settle(dead, GrantState.INTENT)), dead);
  }

  @Test
  final void settleShouldCreateNothing() {
    given().refusedWithNothing(store().settle(under(new Version(StoreFixture.newGrantId(), 1), 1)));
  }

  @ParameterizedTest
  @EnumSource(
      value = GrantState.class,
      names = {"IDLE", "DEAD"})
  final void settleShouldAnswerItsRepetitionAsWrittenAndCountOnce(GrantState state) {
    GrantRecord recovered = given().leased();
    given().age(StoreFixture.LEASE.plus(StoreFixture.HOLD).plusMinutes(1));
    recovered = given().leased(recovered);
    assertThat(recovered.attempt()).isEqualTo(2);
    SettleRequest request = settle(recovered, state, 0, OAuthErrorCode.INVALID_GRANT);
    GrantRecord written = given().done(store().settle(request));

    assertThat(given().done(store().settle(request))).isEqualTo(written);
    assertThat(written.attempt()).isEqualTo(1);
  }

  @Test
  final void settleAsIntentShouldAnswerItsRepetitionAsWritten() {
    SettleRequest request = given().settle(given().leased(), GrantState.INTENT);
    GrantRecord written = given().done(store().settle(request));

    GrantRecord again = given().done(store().settle(request));

    assertThat(again.attempt()).isEqualTo(written.attempt());
    assertThat(again.epoch()).isEqualTo(written.epoch());
    assertThat(again.state()).isEqualTo(GrantState.INTENT);
  }

  private SettleRequest under(Version version, long epoch) {
    return new SettleRequest(
        given().key(), version, epoch, GrantState.DEAD, 1, Duration.ZERO, Optional.empty());
  }

  private SettleRequest settle(
      GrantRecord under, GrantState state, int presentations, OAuthErrorCode code) {
    return new SettleRequest(
        given().key(),
        under.version(),
        under.epoch(),
        state,
        presentations,
        PAUSE,
        Optional.of(code));
  }

  private static void keepsTheRest(GrantRecord record, GrantRecord before) {
    assertThat(record.version()).isEqualTo(before.version());
    assertThat(record.epoch()).isEqualTo(before.epoch());
    assertThat(record.envelope()).isEqualTo(before.envelope());
    assertThat(record.accessExpiresAt()).isEqualTo(before.accessExpiresAt());
    assertThat(record.createdAt()).isEqualTo(before.createdAt());
  }
}
