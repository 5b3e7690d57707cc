// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.node;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TombstoneRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store that on demand reads from a replica that has stood still: what it found once is found
 * again, and writes go to the primary.
 */
final class LaggingStore implements TokenStore {

  private final TokenStore primary;
  private final Map<GrantKey, StoreAnswer> replica = new ConcurrentHashMap<>();
  private volatile boolean lags;

  LaggingStore(TokenStore primary) {
    this.primary = primary;
  }

  /** From now on the first thing that is found is what is found. */
  void lag(boolean on) {
    replica.clear();
    lags = on;
  }

  @Override
  public StoreAnswer find(GrantKey key) {
    if (!lags) {
      return primary.find(key);
    }
    StoreAnswer old = replica.computeIfAbsent(key, primary::find);
    return new StoreAnswer(old.done(), old.record(), primary.find(key).storeNow());
  }

  @Override
  public StoreAnswer lease(LeaseRequest request) {
    return primary.lease(request);
  }

  @Override
  public StoreAnswer commit(CommitRequest request) {
    return primary.commit(request);
  }

  @Override
  public StoreAnswer settle(SettleRequest request) {
    return primary.settle(request);
  }

  @Override
  public StoreAnswer put(PutRequest request) {
    return primary.put(request);
  }

  @Override
  public StoreAnswer tombstone(TombstoneRequest request) {
    return primary.tombstone(request);
  }
}
