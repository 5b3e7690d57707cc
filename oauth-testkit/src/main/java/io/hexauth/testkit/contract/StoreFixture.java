// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TombstoneRequest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/** One store, one grant in it that nobody else uses, and the requests that the rules need. */
final class StoreFixture {

  static final Duration LEASE = Duration.ofHours(1);
  static final Duration HOLD = Duration.ofHours(2);
  static final Duration DAY = Duration.ofDays(1);

  /** How far a store's own computing may be from ours; the rules move time by minutes and more. */
  static final Duration SLACK = Duration.ofSeconds(10);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Consumer<Duration> age;
  private final GrantKey key = newKey();
  private final TokenStore store;

  StoreFixture(TokenStore store, Consumer<Duration> age) {
    this.store = store;
    this.age = age;
  }

  TokenStore store() {
    return store;
  }

  GrantKey key() {
    return key;
  }

  void age(Duration time) {
    age.accept(time);
  }

  static GrantKey newKey() {
    return new GrantKey(random(32));
  }

  static GrantId newGrantId() {
    return new GrantId(random(16));
  }

  static Version newVersion() {
    return new Version(newGrantId(), 1);
  }

  static Envelope newEnvelope() {
    return new Envelope(1, "key-1", random(32).getBytes(StandardCharsets.UTF_8));
  }

  private static String random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** {@return what is stored now} */
  GrantRecord stored() {
    StoreAnswer answer = store.find(key);
    assertThat(answer.done()).as("there is a record").isTrue();
    return answer.record().orElseThrow();
  }

  /** {@return an instant that every store can keep exactly} */
  Instant expiry() {
    return store.find(key).storeNow().plus(DAY).truncatedTo(ChronoUnit.MILLIS);
  }

  GrantRecord created() {
    return created(Optional.empty());
  }

  GrantRecord created(Optional<Duration> retention) {
    return done(store.put(put(Optional.empty(), retention)));
  }

  PutRequest put(Optional<Version> replaced) {
    return put(replaced, Optional.empty());
  }

  PutRequest put(Optional<Version> replaced, Optional<Duration> retention) {
    return put(newVersion(), replaced, retention);
  }

  PutRequest put(Version version, Optional<Version> replaced) {
    return put(version, replaced, Optional.empty());
  }

  private PutRequest put(
      Version version, Optional<Version> replaced, Optional<Duration> retention) {
    return new PutRequest(key, version, replaced, newEnvelope(), Optional.of(expiry()), retention);
  }

  /** {@return the record, of generation 1 and leased} */
  GrantRecord leased() {
    return leased(created());
  }

  GrantRecord leased(GrantRecord record) {
    return done(store.lease(lease(record.version())));
  }

  LeaseRequest lease(Version expected) {
    return lease(Optional.of(expected), Optional.empty());
  }

  LeaseRequest lease(Optional<Version> expected, Optional<GrantId> createdAs) {
    return new LeaseRequest(key, expected, createdAs, "node-1", random(16), LEASE, HOLD);
  }

  LeaseRequest creation() {
    return lease(Optional.empty(), Optional.of(newGrantId()));
  }

  CommitRequest commit(Version expected) {
    return commit(expected, Optional.empty());
  }

  CommitRequest commit(Version expected, Optional<Duration> retention) {
    return new CommitRequest(key, expected, newEnvelope(), Optional.of(expiry()), retention);
  }

  SettleRequest settle(GrantRecord under, GrantState state) {
    return settle(under, state, Duration.ZERO);
  }

  SettleRequest settle(GrantRecord under, GrantState state, Duration pause) {
    return new SettleRequest(
        key, under.version(), under.epoch(), state, 1, pause, Optional.empty());
  }

  TombstoneRequest tombstone(Version expected) {
    return new TombstoneRequest(key, expected, DAY);
  }

  /** {@return a record of generation 1 in this state} */
  GrantRecord in(GrantState state) {
    return switch (state) {
      case IDLE -> created();
      case INTENT -> leased();
      case DEAD -> {
        GrantRecord leased = leased();
        yield done(
            store.settle(
                new SettleRequest(
                    key,
                    leased.version(),
                    leased.epoch(),
                    GrantState.DEAD,
                    1,
                    Duration.ZERO,
                    Optional.of(OAuthErrorCode.INVALID_GRANT))));
      }
      case TOMBSTONE -> done(store.tombstone(tombstone(created().version())));
    };
  }

  /** {@return the record of an answer that says "done", and that the store really holds} */
  GrantRecord done(StoreAnswer answer) {
    assertThat(answer.done()).as("done").isTrue();
    GrantRecord record = answer.record().orElseThrow();
    assertThat(stored()).as("what is stored is what was answered").isEqualTo(record);
    return record;
  }

  /** Fails unless the answer says "not done" and the record is what it was. */
  void refused(StoreAnswer answer, GrantRecord before) {
    assertThat(answer.done()).as("done").isFalse();
    assertThat(answer.record()).as("the answer holds what is there").contains(before);
    assertThat(stored()).as("nothing has changed").isEqualTo(before);
  }

  /** Fails unless the answer says "not done" and there is still no record. */
  void refusedWithNothing(StoreAnswer answer) {
    assertThat(answer.done()).as("done").isFalse();
    assertThat(answer.record()).as("there is nothing to answer with").isEmpty();
    assertThat(store.find(key).record()).as("nothing was created").isEmpty();
  }

  /** Fails unless this instant is that far after the store's now, give or take the slack. */
  static void isAfterNow(Optional<Instant> instant, Duration distance, Instant storeNow) {
    assertThat(instant).isPresent();
    assertThat(Duration.between(storeNow.plus(distance), instant.orElseThrow()).abs())
        .isLessThan(SLACK);
  }
}
