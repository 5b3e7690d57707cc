// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When Redis itself throws a key away. */
class RedisTimeToLiveTest {

  private static final Duration PLENTY = Duration.ofSeconds(10);

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration KEPT = Duration.ofHours(1);
  private static final long FOR_EVER = -1;

  private final TestStores stores = new TestStores(new ServerAccess(Clients.server()));
  private final Grant grant = Grant.in(stores.tokens());

  @AfterEach
  void close() {
    stores.close();
  }

  private Duration left() {
    byte[] name = Keys.ofGrants(stores.prefix()).of(grant.key());
    return Duration.ofMillis(TestStores.get(stores.opened().commands().pttl(name)));
  }

  private void isLeft(Duration time) {
    assertThat(left()).isBetween(time.minusSeconds(20), time.plusMillis(1));
  }

  /** One of the two tests of this module that wait for a clock; each for a third of a second. */
  @Test
  void aGrantShouldLeaveRedisWhenItsRetentionIsOver() {
    grant.created(Optional.of(MINUTE));
    assertThat(stores.keys()).hasSize(1);
    stores.age(MINUTE.minus(SHORT));
    await().atMost(Duration.ofSeconds(10)).until(() -> stores.keys().isEmpty());
    assertThat(grant.stored()).isEmpty();
  }

  @Test
  void aPendingAuthorizationShouldLeaveRedisWhenItsTimeIsOver() {
    GrantKey key = Grant.newKey();
    assertThat(stores.pending().put(key, Grant.envelope(), MINUTE)).isTrue();
    assertThat(stores.keys()).hasSize(1);
    stores.age(MINUTE.minus(SHORT));
    await().atMost(Duration.ofSeconds(10)).until(() -> stores.keys().isEmpty());
    assertThat(stores.pending().take(key)).isEmpty();
  }

  @Test
  void aGrantWithoutRetentionShouldStayForEver() {
    grant.created();
    assertThat(left().toMillis()).isEqualTo(FOR_EVER);
    grant.leased(grant.stored().orElseThrow());
    assertThat(left().toMillis()).isEqualTo(FOR_EVER);
  }

  @Test
  void aLeaseShouldKeepTheKeyUntilItsHoldIsOver() {
    GrantRecord leased = grant.leased(grant.created(Optional.of(Duration.ofSeconds(30))));
    isLeft(Grant.LEASE.plus(Grant.HOLD));
    Grant.done(grant.store().settle(grant.settle(leased, GrantState.INTENT)));
    isLeft(Grant.LEASE.plus(Grant.HOLD));
  }

  @Test
  void aLeaseShouldNotShortenTheTimeOfAKey() {
    grant.leased(grant.created(Optional.of(KEPT)));
    isLeft(KEPT);
  }

  /** Else somebody who remembers the grant writes it back, and presents it before the hold ends. */
  @Test
  void anIdleLimitShouldNotForgetAnUnknownOutcomeWithinItsHold() {
    Duration limit = Duration.ofMinutes(5);
    var connection = new RedisConnection(new ServerAccess(Clients.server()));
    var settings = new StoreSettings(stores.prefix(), PLENTY, PLENTY, Optional.of(limit));
    Grant idle = new Grant(new RedisTokenStore(connection, settings), grant.key());
    GrantRecord record = idle.created();
    stores.age(limit.minusSeconds(20));
    idle.leased(record);

    stores.age(Grant.LEASE.plus(Grant.HOLD).minusSeconds(20));

    assertThat(idle.stored().map(GrantRecord::state)).contains(GrantState.INTENT);
    assertThat(idle.store().lease(idle.lease(record)).done()).isFalse();
    connection.close();
  }

  @Test
  void aCommitShouldSetTheTimeAnewOrTakeItAway() {
    GrantRecord first = grant.created(Optional.of(Duration.ofMinutes(5)));
    GrantRecord second = Grant.done(grant.store().commit(grant.commit(first, Optional.of(KEPT))));
    isLeft(KEPT);
    Grant.done(grant.store().commit(grant.commit(second)));
    assertThat(left().toMillis()).isEqualTo(FOR_EVER);
  }

  @Test
  void aTombstoneShouldHaveItsOwnTime() {
    GrantRecord record = grant.created();
    Grant.done(grant.store().tombstone(grant.tombstone(record)));
    isLeft(Duration.ofDays(1));
  }

  @Test
  void whatNeverGotATokenShouldNotStay() {
    GrantRecord created = Grant.done(grant.store().lease(grant.creation()));
    isLeft(KEPT);
    Grant.done(grant.store().settle(grant.settle(created, GrantState.IDLE)));
    isLeft(KEPT);
    Grant.done(grant.store().commit(grant.commit(created)));
    assertThat(left().toMillis()).isEqualTo(FOR_EVER);
  }

  @Test
  void anIdleLimitShouldBeTheTimeOfWhatHasNone() {
    var connection = new RedisConnection(new ServerAccess(Clients.server()));
    var settings =
        new StoreSettings(stores.prefix(), PLENTY, PLENTY, Optional.of(Duration.ofDays(90)));
    Grant idle = new Grant(new RedisTokenStore(connection, settings), grant.key());
    GrantRecord record = idle.created();
    isLeft(Duration.ofDays(90));
    Grant.done(idle.store().commit(idle.commit(record, Optional.of(KEPT))));
    isLeft(KEPT);
    connection.close();
  }
}
