// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TombstoneRequest;
import jakarta.inject.Inject;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A store whose records take no memory of this process: each is gone once it is committed. What is
 * left in memory then is what the product keeps there.
 */
public final class ForgettingStore implements TokenStore {

  private final OAuthClock clock;
  private final ConcurrentMap<GrantKey, TokenStore> underWay = new ConcurrentHashMap<>();

  @Inject
  ForgettingStore(OAuthClock clock) {
    this.clock = clock;
  }

  private TokenStore of(GrantKey key) {
    return underWay.computeIfAbsent(key, k -> new InMemoryTokenStore(clock));
  }

  @Override
  public StoreAnswer find(GrantKey key) {
    return new InMemoryTokenStore(clock).find(key);
  }

  @Override
  public StoreAnswer lease(LeaseRequest request) {
    return of(request.key()).lease(request);
  }

  @Override
  public StoreAnswer commit(CommitRequest request) {
    try {
      return of(request.key()).commit(request);
    } finally {
      underWay.remove(request.key());
    }
  }

  @Override
  public StoreAnswer settle(SettleRequest request) {
    return of(request.key()).settle(request);
  }

  @Override
  public StoreAnswer put(PutRequest request) {
    return of(request.key()).put(request);
  }

  @Override
  public StoreAnswer tombstone(TombstoneRequest request) {
    return of(request.key()).tombstone(request);
  }
}
