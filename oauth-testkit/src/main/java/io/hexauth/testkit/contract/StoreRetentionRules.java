// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.TombstoneRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** How long records stay: not shorter and not longer than they were asked to. */
abstract class StoreRetentionRules extends StoreRules {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration KEPT = Duration.ofDays(2);

  StoreRetentionRules(Supplier<StoreFixture> fixture) {
    super(fixture);
  }

  @Test
  final void recordsShouldStayForEverWithoutRetention() {
    given().created();
    given().age(Duration.ofDays(3650));
    given().stored();
  }

  @Test
  final void recordsShouldStayForTheirRetentionAndNoLonger() {
    given().created(Optional.of(KEPT));
    given().age(KEPT.minus(MINUTE));
    given().stored();
    given().age(MINUTE);
    isGone();
  }

  @Test
  final void whatIsOverShouldBeNowhere() {
    GrantRecord old = given().created(Optional.of(KEPT));
    given().age(KEPT.plus(MINUTE));

    given().refusedWithNothing(store().commit(given().commit(old.version())));
    given().refusedWithNothing(store().settle(given().settle(old, GrantState.IDLE)));
    given().refusedWithNothing(store().tombstone(given().tombstone(old.version())));
    given().refusedWithNothing(store().lease(given().lease(old.version())));
    given().refusedWithNothing(store().put(given().put(Optional.of(old.version()))));
  }

  @Test
  final void whatIsOverShouldNotBeInTheWayOfANewRecord() {
    given().created(Optional.of(KEPT));
    given().age(KEPT.plus(MINUTE));
    assertThat(given().done(store().lease(given().creation())).generation()).isZero();
  }

  @Test
  final void whatIsOverShouldNotBeInTheWayOfANewGrant() {
    given().created(Optional.of(KEPT));
    given().age(KEPT.plus(MINUTE));
    GrantRecord fresh = given().created();
    given().age(KEPT.plus(MINUTE));
    assertThat(given().stored().version()).isEqualTo(fresh.version());
  }

  @Test
  final void commitShouldSetTheRetentionAnew() {
    GrantRecord leased = given().leased(given().created(Optional.of(KEPT)));
    given().age(KEPT.minus(MINUTE));
    given().done(store().commit(given().commit(leased.version(), Optional.of(KEPT))));
    given().age(KEPT.minus(MINUTE));
    given().stored();
    given().age(MINUTE);
    isGone();
  }

  @Test
  final void commitShouldTakeTheRetentionAwayWhenItHasNone() {
    GrantRecord leased = given().leased(given().created(Optional.of(KEPT)));
    given().done(store().commit(given().commit(leased.version())));
    given().age(KEPT.plus(MINUTE));
    given().stored();
  }

  @Test
  final void leaseAndSettleShouldLeaveTheRetentionAsItIs() {
    GrantRecord leased = given().leased(given().created(Optional.of(KEPT)));
    given().done(store().settle(given().settle(leased, GrantState.IDLE)));
    given().age(KEPT.minus(MINUTE));
    given().stored();
    given().age(MINUTE);
    isGone();
  }

  @Test
  final void recordsShouldOutliveTheirLease() {
    GrantRecord record = given().created(Optional.of(MINUTE));
    GrantRecord leased = given().leased(record);

    given().age(StoreFixture.LEASE.minus(MINUTE));

    given().done(store().commit(given().commit(leased.version())));
  }

  /** Else somebody who remembers the grant writes it back, and presents it before the hold ends. */
  @Test
  final void recordsShouldOutliveTheHoldOfTheirLease() {
    GrantRecord record = given().created(Optional.of(MINUTE));
    given().leased(record);

    given().age(StoreFixture.LEASE.plus(StoreFixture.HOLD).minus(MINUTE));

    given().refused(store().lease(given().lease(record.version())), given().stored());
  }

  /** A day in the year 9999, and as long from now: what people write for "never". */
  @Test
  final void recordsShouldBeStoredThatAreKeptForThousandsOfYears() {
    Instant end = Instant.parse("9999-12-31T00:00:00Z");
    PutRequest put = given().put(Optional.empty());
    given()
        .done(
            store()
                .put(
                    new PutRequest(
                        put.key(),
                        put.version(),
                        put.replaced(),
                        put.envelope(),
                        Optional.of(end),
                        Optional.of(Duration.ofDays(7_900 * 365L)))));
    given().age(Duration.ofDays(3650));
    assertThat(given().stored().accessExpiresAt().orElseThrow())
        .isAfter(Instant.parse("9900-01-01T00:00:00Z"));
  }

  @Test
  final void tombstonesShouldStayForTheirOwnRetentionAndNoLonger() {
    GrantRecord record = given().created(Optional.of(MINUTE));
    var request = new TombstoneRequest(given().key(), record.version(), KEPT);
    given().done(store().tombstone(request));
    given().age(KEPT.minus(MINUTE));
    given().stored();
    // Asking again does not make it stay longer.
    given().done(store().tombstone(request));
    given().age(MINUTE);
    isGone();
  }

  private void isGone() {
    given().refusedWithNothing(store().find(given().key()));
  }
}
