// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.rows;

import static io.hexauth.fleet.harness.SharedStore.Kind.POSTGRES;
import static io.hexauth.fleet.harness.SharedStore.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.fleet.harness.Answer;
import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Member;
import io.hexauth.fleet.harness.Row;
import io.hexauth.fleet.node.Settings.Pace;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import java.time.Duration;

/** Rows about a store that is down, slow, outdated, or read-only. */
final class StoreOutageRowsTest {

  private static final String STORE_GONE = "failed:ServiceUnavailable:STORE:retryable";

  /** Promised time from the crash of a store to the next token. */
  private static final Duration RECOVERY = Duration.ofSeconds(30);

  @Row(value = "S1", on = REDIS)
  void outageShouldLeaveValidTokensAloneAndRefreshNothing(Fleet fleet) {
    String valid = fleet.expired();
    String token = fleet.a().ask(valid).token();
    fleet.b().ask(valid).token();
    String expired = fleet.expired();
    fleet.members().forEach(member -> member.store().refuse());

    for (Member node : new Member[] {fleet.a(), fleet.b()}) {
      assertThat(Fleet.get(node.asking(valid, 20)).token()).isEqualTo(token);
      assertThat(node.ask(expired).failure()).isEqualTo(STORE_GONE);
      assertThat(Fleet.get(node.asking(valid, 20)).token()).isEqualTo(token);
    }

    assertThat(fleet.books().requests()).as("requests with a refresh token").isZero();
    fleet.members().forEach(member -> member.store().pass());
    assertThat(fleet.b().askUntilToken(expired)).isEqualTo(fleet.a().askUntilToken(expired));
    assertThat(fleet.books().presentations()).containsExactly(1);
  }

  @Row(value = "S2", on = POSTGRES)
  void outageBeforeTheCommitShouldBeServedFromMemoryAndCommittedLater(Fleet fleet) {
    String alice = fleet.expired();
    var asking = fleet.standing(fleet.a(), FaultPoint.BEFORE_COMMIT, alice);
    fleet.a().store().refuse();
    fleet.a().go(FaultPoint.BEFORE_COMMIT);

    String token = Fleet.get(asking).token();
    assertThat(fleet.a().ask(alice).token()).as("from memory").isEqualTo(token);
    assertThat(fleet.a().events(alice)).as("announced before it is durable").isEmpty();
    assertThat(fleet.grant(alice).generation()).isEqualTo(1);
    fleet.a().store().pass();

    fleet.awaitGeneration(alice, 2);
    assertThat(fleet.b().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1);
    assertThat(fleet.books().familiesRevoked()).isZero();
    await().untilAsserted(() -> assertThat(fleet.a().events(alice)).hasSize(1));
  }

  @Row(value = "S3", on = REDIS)
  void storeThatIsBackAfterTheHoldShouldGetWhatItMissedIfNoOtherNodeAsked(Fleet fleet) {
    String alice = fleet.expired();
    var asking = fleet.standing(fleet.a(), FaultPoint.BEFORE_COMMIT, alice);
    long leased = System.nanoTime();
    fleet.a().store().refuse();
    fleet.a().go(FaultPoint.BEFORE_COMMIT);
    String token = Fleet.get(asking).token();
    long tooLate = leased + Pace.QUICK.lease().plus(Pace.QUICK.hold()).toNanos();
    await().until(() -> System.nanoTime() - tooLate > 0);
    fleet.a().store().pass();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                fleet.a().ask(alice).token().equals(token) && fleet.grant(alice).generation() == 2);

    assertThat(fleet.b().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1);
  }

  @Row(value = "S3 with others", on = POSTGRES)
  void storeThatIsBackAfterTheHoldShouldHaveCostAtMostOneRecovery(Fleet fleet) {
    String alice = fleet.expired();
    var asking = fleet.standing(fleet.a(), FaultPoint.BEFORE_COMMIT, alice);
    fleet.a().store().refuse();
    fleet.a().go(FaultPoint.BEFORE_COMMIT);
    Fleet.get(asking).token();

    assertThat(fleet.b().askUntilFinal(alice))
        .isEqualTo("failed:ReauthorizationRequired:ROTATION_LOST");
    fleet.a().store().pass();

    assertThat(fleet.books().presentations()).as("one, and one recovery").containsExactly(2);
    assertThat(fleet.books().familiesRevoked()).as("the documented limit").isEqualTo(1);
  }

  @Row(value = "S5", on = POSTGRES)
  void crashOfTheStoreShouldBeOverWithinSecondsWithoutARestartOfNodes(Fleet fleet) {
    String valid = fleet.expired();
    String token = fleet.a().ask(valid).token();
    String expired = fleet.expired();

    long crashed = System.nanoTime();
    fleet.store().crashAndRestart();

    assertThat(fleet.a().ask(valid).token()).isEqualTo(token);
    assertThat(fleet.a().askUntilToken(expired)).isEqualTo(fleet.b().askUntilToken(expired));
    assertThat(Duration.ofNanos(System.nanoTime() - crashed)).isLessThan(RECOVERY);
    assertThat(fleet.books().presentations()).containsExactly(1);
  }

  /** Rows K1 and K2 show that no node presents a refresh token under the lease of another. */
  @Row(value = "S5 with a lease", on = POSTGRES)
  void leaseThatWasAcknowledgedShouldOutliveACrashOfTheStore(Fleet fleet) {
    String alice = fleet.expired();
    var unused = fleet.standing(fleet.a(), FaultPoint.AFTER_LEASE, alice);

    fleet.store().crashAndRestart();

    assertThat(fleet.grant(alice).state()).isEqualTo("INTENT");
    fleet.a().kill();
    assertThat(fleet.books().requests()).isZero();
  }

  @Row(value = "S7", on = REDIS)
  void storeThatTakesNoWritesShouldMeanNoRequests(Fleet fleet) {
    String alice = fleet.expired();
    fleet.store().refuseWrites();
    try {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> fleet.a().ask(alice).failure().equals(STORE_GONE));
      assertThat(fleet.b().ask(alice).failure()).isEqualTo(STORE_GONE);
      assertThat(fleet.books().requests()).isZero();
    } finally {
      fleet.store().acceptWrites();
    }

    assertThat(fleet.a().askUntilToken(alice)).isEqualTo(fleet.b().askUntilToken(alice));
    assertThat(fleet.books().presentations()).containsExactly(1);
  }

  @Row(value = "S9", on = POSTGRES)
  void nodeThatReadsFromAStaleReplicaShouldPresentNothingOld(Fleet fleet) {
    String alice = fleet.expired();
    fleet.b().readsFromStaleReplica(true);
    try {
      var asking = fleet.standing(fleet.b(), FaultPoint.BEFORE_LEASE, alice);
      String newest = fleet.a().ask(alice).token();
      fleet.b().go(FaultPoint.BEFORE_LEASE);

      // The primary refuses the lease. The replica never shows the reason, so the caller must
      // retry.
      Answer answer = Fleet.get(asking);
      assertThat(answer.isToken() ? answer.token() : newest).isEqualTo(newest);
      assertThat(answer.isToken() || answer.failure().contains("retryable")).isTrue();
      assertThat(fleet.books().presentations()).containsExactly(1);
    } finally {
      fleet.b().readsFromStaleReplica(false);
    }
    assertThat(fleet.b().askUntilToken(alice)).isEqualTo(fleet.a().ask(alice).token());
    assertThat(fleet.books().presentations()).containsExactly(1);
  }

  @Row(value = "S10", on = REDIS)
  void slowStoreShouldHoldNoCallerLongerThanItsTimeAndNoMoreThreadsThanConfigured(Fleet fleet) {
    String valid = fleet.expired();
    String token = fleet.a().ask(valid).token();
    String expired = fleet.expired();
    fleet.a().store().holdAnswers();
    long start = System.nanoTime();
    var waiting = fleet.a().asking(expired, 64);

    assertThat(Fleet.get(fleet.a().asking(valid, 64)).token()).isEqualTo(token);
    Answer answer = Fleet.get(waiting);

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("not for as long as the store is slow, which is until the row is over")
        .isLessThan(Pace.QUICK.config().callerTimeout().plusSeconds(6));
    assertThat(answer.outcomes().keySet()).allMatch(outcome -> outcome.endsWith(":retryable"));
    assertThat(fleet.a().threads())
        .isLessThanOrEqualTo(2 * 2 * Pace.QUICK.config().concurrentRequests());
    assertThat(fleet.books().requests()).isZero();
    fleet.a().store().pass();
    assertThat(fleet.a().askUntilToken(expired)).isEqualTo(fleet.b().askUntilToken(expired));
    assertThat(fleet.books().presentations()).containsExactly(1);
  }
}
