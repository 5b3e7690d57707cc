// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.StoreAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Storing a success: by the generation, whoever holds the lease, and never twice. */
abstract class StoreCommitRules extends StoreRules {

  StoreCommitRules(Supplier<StoreFixture> fixture) {
    super(fixture);
  }

  @Test
  final void commitShouldStoreTheNextGeneration() {
    GrantRecord leased = given().leased();
    CommitRequest request = given().commit(leased.version());

    GrantRecord record = given().done(store().commit(request));

    assertThat(record.version()).isEqualTo(new Version(leased.grantId(), 2));
    assertThat(record.state()).isEqualTo(GrantState.IDLE);
    assertThat(record.attempt()).isZero();
    assertThat(record.epoch()).isEqualTo(leased.epoch());
    assertThat(record.lease()).isEmpty();
    assertThat(record.notBefore()).isEmpty();
    assertThat(record.errorCode()).isEmpty();
    assertThat(record.envelope()).contains(request.envelope());
    assertThat(record.accessExpiresAt()).isEqualTo(request.accessExpiresAt());
    assertThat(record.createdAt()).isEqualTo(leased.createdAt());
    assertThat(record.updatedAt()).isAfterOrEqualTo(leased.updatedAt());
  }

  @Test
  final void commitShouldStoreTheFirstGeneration() {
    GrantRecord leased = given().done(store().lease(given().creation()));
    CommitRequest request = given().commit(leased.version());

    GrantRecord record = given().done(store().commit(request));

    assertThat(record.version()).isEqualTo(new Version(leased.grantId(), 1));
    assertThat(record.envelope()).contains(request.envelope());
  }

  @Test
  final void commitShouldTakeAwayAnExpiryThatIsNotThereAnyMore() {
    GrantRecord leased = given().leased();
    var request =
        new CommitRequest(
            given().key(),
            leased.version(),
            StoreFixture.newEnvelope(),
            Optional.empty(),
            Optional.empty());
    assertThat(given().done(store().commit(request)).accessExpiresAt()).isEmpty();
  }

  @Test
  final void commitShouldLetTheRecordBeLeasedAtOnce() {
    GrantRecord leased = given().leased();
    GrantRecord next = given().done(store().commit(given().commit(leased.version())));
    assertThat(given().leased(next).attempt()).isEqualTo(1);
  }

  @Test
  final void commitShouldBeWrittenWhoeverHoldsTheLease() {
    GrantRecord sleeper = given().leased();
    given().age(StoreFixture.LEASE.plus(StoreFixture.HOLD).plusMinutes(1));
    GrantRecord other = given().leased(sleeper);

    GrantRecord record = given().done(store().commit(given().commit(sleeper.version())));

    assertThat(record.generation()).isEqualTo(2);
    assertThat(record.lease()).isEmpty();
    // The credential of the other one is older now, whatever the server gave it.
    given().refused(store().commit(given().commit(other.version())), record);
  }

  @Test
  final void commitShouldBeWrittenWithoutAnyLease() {
    GrantRecord idle = given().created();
    assertThat(given().done(store().commit(given().commit(idle.version()))).generation())
        .isEqualTo(2);
  }

  @Test
  final void commitShouldReviveADeadRecordOfTheSameGeneration() {
    GrantRecord dead = given().in(GrantState.DEAD);

    GrantRecord record = given().done(store().commit(given().commit(dead.version())));

    assertThat(record.state()).isEqualTo(GrantState.IDLE);
    assertThat(record.errorCode()).isEmpty();
  }

  @Test
  final void commitShouldEndAPauseAndForgetItsReason() {
    GrantRecord leased = given().leased();
    var paused =
        new SettleRequest(
            given().key(),
            leased.version(),
            leased.epoch(),
            GrantState.IDLE,
            1,
            StoreFixture.DAY,
            Optional.of(OAuthErrorCode.INVALID_CLIENT));
    assertThat(store().settle(paused).done()).isTrue();

    GrantRecord record = given().done(store().commit(given().commit(leased.version())));

    assertThat(record.notBefore()).isEmpty();
    assertThat(record.errorCode()).isEmpty();
    given().leased(record);
  }

  @Test
  final void commitShouldNeverOverwriteATombstone() {
    GrantRecord leased = given().leased();
    GrantRecord tombstone = given().done(store().tombstone(given().tombstone(leased.version())));
    given().refused(store().commit(given().commit(leased.version())), tombstone);
  }

  @Test
  final void commitShouldRefuseAnyOtherGeneration() {
    GrantRecord first = given().created();
    GrantRecord second = given().done(store().commit(given().commit(first.version())));
    GrantRecord third = given().done(store().commit(given().commit(second.version())));

    given().refused(store().commit(given().commit(first.version())), third);
    given().refused(store().commit(given().commit(second.version())), third);
    given().refused(store().commit(given().commit(new Version(third.grantId(), 4))), third);
    given().refused(store().commit(given().commit(new Version(third.grantId(), 0))), third);
  }

  @Test
  final void commitShouldRefuseAnotherGrantId() {
    GrantRecord there = given().created();
    var other = new Version(StoreFixture.newGrantId(), there.generation());
    given().refused(store().commit(given().commit(other)), there);
  }

  @Test
  final void commitShouldCreateNothing() {
    var version = new Version(StoreFixture.newGrantId(), 0);
    given().refusedWithNothing(store().commit(given().commit(version)));
  }

  @Test
  final void commitShouldAnswerItsRepetitionAsWritten() {
    CommitRequest request = given().commit(given().leased().version());
    GrantRecord written = given().done(store().commit(request));
    assertThat(given().done(store().commit(request))).isEqualTo(written);
  }

  @Test
  final void commitShouldAnswerItsRepetitionAsWrittenWhenTheNextLeaseIsTaken() {
    CommitRequest request = given().commit(given().leased().version());
    GrantRecord written = given().done(store().commit(request));
    GrantRecord leased = given().leased(written);

    assertThat(given().done(store().commit(request))).isEqualTo(leased);
  }

  @Test
  final void commitShouldRefuseItsRepetitionWhenTheRecordHasMovedOn() {
    CommitRequest request = given().commit(given().leased().version());
    GrantRecord second = given().done(store().commit(request));
    GrantRecord third = given().done(store().commit(given().commit(second.version())));
    given().refused(store().commit(request), third);
  }

  @Test
  final void commitShouldRefuseAnotherDocumentForTheSameGeneration() {
    GrantRecord leased = given().leased();
    GrantRecord written = given().done(store().commit(given().commit(leased.version())));

    StoreAnswer late = store().commit(given().commit(leased.version()));

    given().refused(late, written);
  }

  @Test
  final void commitShouldStandWhateverFailureIsSettledLater() {
    GrantRecord leased = given().leased();
    GrantRecord written = given().done(store().commit(given().commit(leased.version())));
    given().refused(store().settle(given().settle(leased, GrantState.DEAD)), written);
    given()
        .refused(
            store().settle(given().settle(leased, GrantState.IDLE, Duration.ofDays(1))), written);
  }
}
