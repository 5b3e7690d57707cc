// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.cache;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TombstoneRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** A store that has the same document for every user, in no memory, and counts look-ups. */
final class EveryonesStore implements TokenStore {

  private final GrantRecord one;
  private final LongAdder finds = new LongAdder();

  EveryonesStore(GrantRecord one) {
    this.one = one;
  }

  long finds() {
    return finds.sum();
  }

  @Override
  public StoreAnswer find(GrantKey key) {
    finds.increment();
    var record =
        new GrantRecord(
            key,
            one.grantId(),
            one.generation(),
            one.epoch(),
            one.state(),
            one.attempt(),
            one.lease(),
            one.notBefore(),
            one.errorCode(),
            one.envelope(),
            one.accessExpiresAt(),
            one.createdAt(),
            one.updatedAt());
    return new StoreAnswer(true, Optional.of(record), Instant.now());
  }

  @Override
  public StoreAnswer lease(LeaseRequest request) {
    throw unexpected();
  }

  @Override
  public StoreAnswer commit(CommitRequest request) {
    throw unexpected();
  }

  @Override
  public StoreAnswer settle(SettleRequest request) {
    throw unexpected();
  }

  @Override
  public StoreAnswer put(PutRequest request) {
    throw unexpected();
  }

  @Override
  public StoreAnswer tombstone(TombstoneRequest request) {
    throw unexpected();
  }

  private static IllegalStateException unexpected() {
    return new IllegalStateException("Every token is good for the whole run");
  }
}
