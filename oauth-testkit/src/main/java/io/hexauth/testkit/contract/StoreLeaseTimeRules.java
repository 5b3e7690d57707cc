// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.StoreAnswer;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Leases, holds and pauses, to the instant. */
abstract class StoreLeaseTimeRules extends StoreRules {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TICK = Duration.ofMillis(1);

  StoreLeaseTimeRules(Supplier<StoreFixture> fixture) {
    super(fixture);
  }

  @Test
  final void leaseShouldLeaveAnIntentAloneUntilLeaseAndHoldAreOver() {
    GrantRecord leased = given().leased();

    given().age(StoreFixture.LEASE.plus(MINUTE));
    given().refused(store().lease(given().lease(leased.version())), given().stored());
    given().age(StoreFixture.HOLD.minus(MINUTE.multipliedBy(2)));
    given().refused(store().lease(given().lease(leased.version())), given().stored());
    given().age(MINUTE.multipliedBy(2));

    GrantRecord recovering = given().leased(leased);
    assertThat(recovering.epoch()).isEqualTo(leased.epoch() + 1);
    assertThat(recovering.attempt()).isEqualTo(leased.attempt() + 1);
  }

  @Test
  final void leaseShouldAgreeWithTheRecordAtTheVeryEndOfTheHold() {
    GrantRecord leased = given().leased();
    given().age(StoreFixture.LEASE.plus(StoreFixture.HOLD));
    GrantRecord before = given().stored();

    StoreAnswer atTheEnd = store().lease(given().lease(leased.version()));

    // A clock that stands still is exactly at the end, any other is past it.
    assertThat(atTheEnd.done())
        .isEqualTo(before.isLeasable(atTheEnd.storeNow(), StoreFixture.HOLD));
    if (!atTheEnd.done()) {
      given().age(TICK);
      given().leased(leased);
    }
  }

  @Test
  final void leaseShouldTakeTheHoldFromTheOneWhoAsks() {
    GrantRecord leased = given().leased();
    given().age(StoreFixture.LEASE.plus(MINUTE));
    given().done(store().lease(brief(leased, StoreFixture.LEASE)));
  }

  @Test
  final void leaseShouldRefuseDuringAPauseAndNotAtItsEnd() {
    GrantRecord leased = given().leased();
    var settle = given().settle(leased, GrantState.IDLE, StoreFixture.LEASE);
    assertThat(store().settle(settle).done()).isTrue();

    given().refused(store().lease(given().lease(leased.version())), given().stored());
    given().age(StoreFixture.LEASE.minus(MINUTE));
    given().refused(store().lease(given().lease(leased.version())), given().stored());
    given().age(MINUTE);

    given().leased(leased);
  }

  @Test
  final void leaseShouldWaitForTheHoldOfAnIntentThatWasSettledAsOne() {
    GrantRecord leased = given().leased();
    assertThat(store().settle(given().settle(leased, GrantState.INTENT)).done()).isTrue();

    given().refused(store().lease(given().lease(leased.version())), given().stored());
    given().age(StoreFixture.HOLD.minus(MINUTE));
    given().refused(store().lease(given().lease(leased.version())), given().stored());
    given().age(MINUTE.plus(TICK));

    assertThat(given().leased(leased).attempt()).isEqualTo(2);
  }

  @Test
  final void leaseShouldWaitForThePauseOfAnIntentThatIsLongerThanItsHold() {
    GrantRecord leased = given().leased();
    Duration pause = StoreFixture.HOLD.multipliedBy(2);
    assertThat(store().settle(given().settle(leased, GrantState.INTENT, pause)).done()).isTrue();

    given().age(pause.minus(MINUTE));
    given().refused(store().lease(given().lease(leased.version())), given().stored());
    given().age(MINUTE);

    given().leased(leased);
  }

  @Test
  final void leaseShouldCountEpochAndAttemptThroughRecoveries() {
    GrantRecord record = given().leased();
    long firstEpoch = record.epoch();
    for (int recovery = 1; recovery <= 3; recovery++) {
      given().age(StoreFixture.LEASE.plus(StoreFixture.HOLD).plus(MINUTE));
      record = given().leased(record);
      assertThat(record.epoch()).isEqualTo(firstEpoch + recovery);
      assertThat(record.attempt()).isEqualTo(1 + recovery);
    }
  }

  @Test
  final void leasesShouldBeAsShortAsTheyWereAskedFor() {
    GrantRecord record = given().created();
    assertThat(store().lease(brief(record, Duration.ofMillis(100))).done()).isTrue();
    given().age(Duration.ofMillis(101));
    given().done(store().lease(brief(record, Duration.ofMillis(100))));
  }

  private LeaseRequest brief(GrantRecord record, Duration duration) {
    LeaseRequest request = given().lease(record.version());
    return new LeaseRequest(
        request.key(),
        request.expected(),
        request.createdAs(),
        "node-2",
        request.attemptId(),
        duration,
        Duration.ZERO);
  }
}
