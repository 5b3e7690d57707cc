// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.HexFormat;
import java.util.Optional;

/** A grant that nobody else uses, and the requests about it. */
record Grant(TokenStore store, GrantKey key) {

  static final Duration LEASE = Duration.ofMinutes(1);
  static final Duration HOLD = Duration.ofMinutes(2);
  private static final SecureRandom RANDOM = new SecureRandom();

  static Grant in(TokenStore store) {
    return new Grant(store, newKey());
  }

  static GrantKey newKey() {
    return new GrantKey(random(32));
  }

  static Envelope envelope() {
    return new Envelope(1, "key-1", random(64).getBytes(StandardCharsets.US_ASCII));
  }

  private static String random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  Optional<GrantRecord> stored() {
    return store.find(key).record();
  }

  PutRequest put(Optional<Duration> retention) {
    return put(1, retention);
  }

  PutRequest put(long generation, Optional<Duration> retention) {
    return new PutRequest(
        key,
        new Version(new GrantId(random(16)), generation),
        Optional.empty(),
        envelope(),
        Optional.empty(),
        retention);
  }

  GrantRecord created() {
    return created(Optional.empty());
  }

  GrantRecord created(Optional<Duration> retention) {
    return done(store.put(put(retention)));
  }

  LeaseRequest lease(GrantRecord record) {
    return lease(record, LEASE);
  }

  LeaseRequest lease(GrantRecord record, Duration duration) {
    return new LeaseRequest(
        key, Optional.of(record.version()), Optional.empty(), "node-1", random(16), duration, HOLD);
  }

  LeaseRequest creation() {
    return new LeaseRequest(
        key,
        Optional.empty(),
        Optional.of(new GrantId(random(16))),
        "node-1",
        random(16),
        LEASE,
        HOLD);
  }

  GrantRecord leased(GrantRecord record) {
    return done(store.lease(lease(record)));
  }

  CommitRequest commit(GrantRecord record) {
    return commit(record, Optional.empty());
  }

  CommitRequest commit(GrantRecord record, Optional<Duration> retention) {
    return new CommitRequest(key, record.version(), envelope(), Optional.empty(), retention);
  }

  SettleRequest settle(GrantRecord leased, GrantState state) {
    return new SettleRequest(
        key, leased.version(), leased.epoch(), state, 1, Duration.ZERO, Optional.empty());
  }

  TombstoneRequest tombstone(GrantRecord record) {
    return new TombstoneRequest(key, record.version(), Duration.ofDays(1));
  }

  static GrantRecord done(StoreAnswer answer) {
    assertThat(answer.done()).isTrue();
    return answer.record().orElseThrow();
  }
}
