// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.TombstoneRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Requests as core makes them, with what does not matter filled in. */
final class Grants {

  private static final SecureRandom RANDOM = new SecureRandom();

  private Grants() {}

  static GrantKey key() {
    return new GrantKey(random(32));
  }

  static GrantId id() {
    return new GrantId(random(16));
  }

  static Version version() {
    return new Version(id(), 1);
  }

  static Envelope envelope() {
    byte[] bytes = new byte[200];
    RANDOM.nextBytes(bytes);
    return new Envelope(1, "key-1", bytes);
  }

  static String random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static PutRequest put(GrantKey key, Optional<Version> replaced) {
    return new PutRequest(
        key,
        version(),
        replaced,
        envelope(),
        Optional.of(Instant.ofEpochSecond(2_000_000_000)),
        Optional.empty());
  }

  static LeaseRequest lease(GrantKey key, Version expected) {
    return new LeaseRequest(
        key,
        Optional.of(expected),
        Optional.empty(),
        "node-1",
        random(16),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30));
  }

  static LeaseRequest creation(GrantKey key) {
    return new LeaseRequest(
        key,
        Optional.empty(),
        Optional.of(id()),
        "node-1",
        random(16),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30));
  }

  static CommitRequest commit(GrantKey key, Version expected) {
    return new CommitRequest(key, expected, envelope(), Optional.empty(), Optional.empty());
  }

  static SettleRequest settle(GrantKey key, Version expected, long epoch, GrantState state) {
    return new SettleRequest(key, expected, epoch, state, 1, Duration.ZERO, Optional.empty());
  }

  static TombstoneRequest tombstone(GrantKey key, Version expected) {
    return new TombstoneRequest(key, expected, Duration.ofDays(1));
  }
}
