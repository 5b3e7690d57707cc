// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expiry of keys in Redis. */
class RedisTimeToLiveTest {

  private static final Duration PLENTY = Duration.ofSeconds(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration LIMIT = Duration.ofDays(90);
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

  private void isLeftForEver() {
    assertThat(left().toMillis()).isEqualTo(FOR_EVER);
  }

  /** One of the two tests of this module that wait for real time; each for a third of a second. */
  @Test
  void aGrantShouldLeaveRedisWhenItsRetentionIsOver() {
    grant.created(grant.keptFor(MINUTE.plusSeconds(1)));
    assertThat(stores.keys()).hasSize(1);
    stores.age(MINUTE.plusSeconds(1).minus(SHORT));
    await().atMost(PLENTY).until(() -> stores.keys().isEmpty());
    assertThat(grant.stored()).isEmpty();
  }

  @Test
  void aPendingAuthorizationShouldLeaveRedisWhenItsTimeIsOver() {
    GrantKey key = Grant.newKey();
    assertThat(stores.pending().put(key, Grant.envelope(), MINUTE)).isTrue();
    assertThat(stores.keys()).hasSize(1);
    stores.age(MINUTE.minus(SHORT));
    await().atMost(PLENTY).until(() -> stores.keys().isEmpty());
    assertThat(stores.pending().take(key)).isEmpty();
  }

  @Test
  void aGrantWithoutRetentionShouldStayForEver() {
    StoredGrant created = grant.created();
    isLeftForEver();
    grant.replaced(created);
    isLeftForEver();
  }

  @Test
  void eachReplacementShouldSetTheTimeAnewOrTakeItAway() {
    StoredGrant first = grant.created(grant.keptFor(KEPT));
    isLeft(KEPT);
    StoredGrant longer = grant.replaced(first, grant.keptFor(KEPT.multipliedBy(2)));
    isLeft(KEPT.multipliedBy(2));
    StoredGrant shorter = grant.replaced(longer, grant.keptFor(KEPT.dividedBy(2)));
    isLeft(KEPT.dividedBy(2));
    StoredGrant endless = grant.replaced(shorter);
    isLeftForEver();
    grant.replaced(endless, grant.keptFor(KEPT));
    isLeft(KEPT);
  }

  @Test
  void aRefusedReplacementShouldLeaveTheTimeAsItIs() {
    StoredGrant first = grant.created(grant.keptFor(KEPT));
    StoredGrant second = grant.replaced(first, grant.keptFor(KEPT));

    assertThat(grant.replace(first, Grant.newRecord())).isFalse();
    assertThat(grant.create(Grant.newRecord())).isFalse();
    assertThat(grant.replace(second, Grant.newRecord(), Optional.of(Instant.EPOCH))).isFalse();

    isLeft(KEPT);
  }

  /** With an expiry in the past, Redis would remove the key immediately, and confirm the write. */
  @ParameterizedTest
  @ValueSource(longs = {-4_000_000_000L, -86_400, -1, 0, 1, 59})
  void aRecordShouldStayForAMinuteWhenItsRetentionEndsBefore(long seconds) {
    StoredGrant created = grant.created(grant.keptFor(Duration.ofSeconds(seconds)));
    isLeft(MINUTE);
    assertThat(grant.stored()).contains(created);
    StoredGrant next = grant.replaced(created, grant.keptFor(Duration.ofSeconds(seconds)));
    isLeft(MINUTE);
    assertThat(grant.stored()).contains(next);
  }

  @Test
  void aRecordWhoseRetentionIsOverShouldNotBeListedWhileItsKeyIsStillThere() {
    Grant.in(grant.store()).created();
    assertThat(stores.sealedWith("key-1")).hasSize(1);
    grant.created(grant.keptFor(Duration.ZERO));
    assertThat(stores.keys()).hasSize(2);

    assertThat(stores.sealedWith("key-1")).hasSize(1);
    assertThat(stores.maintenance().rowsPerKey()).containsEntry("key-1", 1L);
  }

  @ParameterizedTest
  @ValueSource(longs = {253_402_300_799_999_999L, Long.MAX_VALUE})
  void retentionsShouldBeTakenHoweverFarAwayTheyAre(long micros) {
    StoredGrant created =
        grant.created(
            Grant.with(Grant.newRecord(), StoredGrant.RETAIN_UNTIL, Long.toString(micros)));
    assertThat(grant.stored()).contains(created);
    assertThat(left()).isGreaterThan(Duration.ofDays(365 * 7900L));
  }

  /** The expiry of a key has milliseconds, the retention has microseconds. */
  @Test
  void aKeyShouldNotEndBeforeItsRetention() {
    Instant end = grant.now().plus(KEPT).truncatedTo(ChronoUnit.SECONDS);
    grant.created(Grant.with(Grant.newRecord(), StoredGrant.RETAIN_UNTIL, end.plusNanos(1000)));

    // The remaining time is exact if the clock of the server shows the same millisecond before and
    // after.
    await()
        .atMost(PLENTY)
        .until(
            () -> {
              Instant before = grant.now();
              Duration left = left();
              return before.toEpochMilli() == grant.now().toEpochMilli()
                  && before.toEpochMilli() + left.toMillis() == end.toEpochMilli() + 1;
            });
  }

  private RedisTokenStore limited(RedisConnection connection, Duration limit) {
    return new RedisTokenStore(
        connection, new StoreSettings(stores.prefix(), PLENTY, PLENTY, Optional.of(limit)));
  }

  @Test
  void anIdleLimitShouldBeTheTimeOfWhatHasNoneAfterEachWrite() {
    try (var connection = new RedisConnection(new ServerAccess(Clients.server()))) {
      Grant idle = new Grant(limited(connection, LIMIT), grant.key());
      StoredGrant record = idle.created();
      isLeft(LIMIT);
      stores.age(KEPT);
      isLeft(LIMIT.minus(KEPT));
      StoredGrant leased = idle.replaced(idle.stored().orElseThrow(), record.withSameDocument());
      isLeft(LIMIT);
      idle.replaced(leased, idle.keptFor(KEPT));
      isLeft(KEPT);
    }
  }

  @Test
  void anIdleLimitWithoutEndShouldBeACentury() {
    try (var connection = new RedisConnection(new ServerAccess(Clients.server()))) {
      Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
      new Grant(limited(connection, longest), grant.key()).created();
      isLeft(Duration.ofDays(36_500));
    }
  }
}
