// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.StoreAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Taking the right to present a generation: what a lease does, and what stands in its way. */
abstract class StoreLeaseRules extends StoreRules {

  StoreLeaseRules(Supplier<StoreFixture> fixture) {
    super(fixture);
  }

  @Test
  final void leaseShouldCreateARecordWhenNothingIsStored() {
    LeaseRequest request = given().creation();

    StoreAnswer answer = store().lease(request);

    GrantRecord record = given().done(answer);
    assertThat(record.grantId()).isEqualTo(request.createdAs().orElseThrow());
    assertThat(record.generation()).isZero();
    assertThat(record.epoch()).isEqualTo(1);
    assertThat(record.attempt()).isEqualTo(1);
    assertThat(record.envelope()).isEmpty();
    assertThat(record.accessExpiresAt()).isEmpty();
    assertThat(record.createdAt()).isEqualTo(record.updatedAt());
    isLeased(record, request, answer.storeNow());
  }

  @Test
  final void leaseShouldCreateNothingWhenItMayNot() {
    given().refusedWithNothing(store().lease(given().lease(Optional.empty(), Optional.empty())));
    given()
        .refusedWithNothing(
            store().lease(given().lease(new Version(StoreFixture.newGrantId(), 1))));
  }

  @Test
  final void leaseShouldRefuseToCreateOverARecord() {
    GrantRecord there = given().created();
    given().refused(store().lease(given().creation()), there);
  }

  @Test
  final void leaseShouldTakeAnIdleRecord() {
    GrantRecord before = given().created();
    LeaseRequest request = given().lease(before.version());

    StoreAnswer answer = store().lease(request);

    GrantRecord record = given().done(answer);
    isLeased(record, request, answer.storeNow());
    assertThat(record.epoch()).isEqualTo(before.epoch() + 1);
    assertThat(record.attempt()).isEqualTo(before.attempt() + 1);
    assertThat(record.version()).isEqualTo(before.version());
    assertThat(record.envelope()).isEqualTo(before.envelope());
    assertThat(record.accessExpiresAt()).isEqualTo(before.accessExpiresAt());
    assertThat(record.createdAt()).isEqualTo(before.createdAt());
  }

  @Test
  final void leaseShouldTakeGenerationZeroOnceItIsIdle() {
    GrantRecord created = given().done(store().lease(given().creation()));
    assertThat(store().settle(given().settle(created, GrantState.IDLE)).done()).isTrue();

    GrantRecord record = given().leased(created);

    assertThat(record.epoch()).isEqualTo(2);
    assertThat(record.attempt()).isEqualTo(2);
    assertThat(record.envelope()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = GrantState.class,
      names = {"DEAD", "TOMBSTONE"})
  final void leaseShouldRefuseWhatHasEnded(GrantState state) {
    GrantRecord ended = given().in(state);
    given().refused(store().lease(given().lease(ended.version())), ended);
    given().age(StoreFixture.LEASE.plus(StoreFixture.HOLD).plusMinutes(1));
    given().refused(store().lease(given().lease(ended.version())), given().stored());
  }

  @Test
  final void leaseShouldRefuseAnotherGeneration() {
    GrantRecord first = given().created();
    GrantRecord second = given().done(store().commit(given().commit(first.version())));

    given().refused(store().lease(given().lease(first.version())), second);
    given().refused(store().lease(given().lease(new Version(second.grantId(), 3))), second);
  }

  @Test
  final void leaseShouldRefuseAnotherGrantId() {
    GrantRecord there = given().created();
    var other = new Version(StoreFixture.newGrantId(), there.generation());
    given().refused(store().lease(given().lease(other)), there);
  }

  @Test
  final void leaseShouldRefuseWhileAnotherLeaseLives() {
    GrantRecord leased = given().leased();
    given().refused(store().lease(given().lease(leased.version())), leased);
  }

  @Test
  final void leaseShouldAnswerTheSameAttemptAsTaken() {
    LeaseRequest request = given().lease(given().created().version());
    GrantRecord first = given().done(store().lease(request));
    assertThat(given().done(store().lease(request))).isEqualTo(first);
  }

  @Test
  final void leaseShouldAnswerTheSameCreatingAttemptAsTaken() {
    LeaseRequest request = given().creation();
    GrantRecord first = given().done(store().lease(request));
    assertThat(given().done(store().lease(request))).isEqualTo(first);
  }

  @Test
  final void leaseShouldNotAnswerASpentAttemptAsTaken() {
    LeaseRequest request = given().lease(given().created().version());
    GrantRecord leased = given().done(store().lease(request));
    GrantRecord next = given().done(store().commit(given().commit(leased.version())));
    given().refused(store().lease(request), next);
  }

  @Test
  final void leaseShouldCountPresentationsButNotThoseTakenBack() {
    GrantRecord leased = given().leased();
    var notSent =
        new SettleRequest(
            given().key(),
            leased.version(),
            leased.epoch(),
            GrantState.IDLE,
            0,
            Duration.ZERO,
            Optional.empty());
    assertThat(store().settle(notSent).done()).isTrue();
    leased = given().leased(leased);
    assertThat(leased.attempt()).isEqualTo(1);
    assertThat(store().settle(given().settle(leased, GrantState.IDLE)).done()).isTrue();
    leased = given().leased(leased);
    assertThat(leased.attempt()).isEqualTo(2);
    assertThat(leased.epoch()).isEqualTo(given().stored().epoch());
  }

  private static void isLeased(GrantRecord record, LeaseRequest request, Instant storeNow) {
    assertThat(record.state()).isEqualTo(GrantState.INTENT);
    assertThat(record.lease().map(Lease::owner)).contains(request.owner());
    assertThat(record.lease().map(Lease::attemptId)).contains(request.attemptId());
    StoreFixture.isAfterNow(record.lease().map(Lease::until), request.duration(), storeNow);
  }
}
