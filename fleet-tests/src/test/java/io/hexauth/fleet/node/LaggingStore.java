// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.node;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store that on demand reads from a replica that has stood still: what it found once is found
 * again, and writes go to the primary.
 */
final class LaggingStore implements TokenStore {

  private final TokenStore primary;
  private final Map<GrantKey, Optional<StoredGrant>> replica = new ConcurrentHashMap<>();
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
  public Reading find(GrantKey key) {
    Reading newest = primary.find(key);
    return lags
        ? new Reading(replica.computeIfAbsent(key, k -> newest.grant()), newest.storeNow())
        : newest;
  }

  @Override
  public boolean replace(
      GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
    return primary.replace(key, expected, next, notAfter);
  }
}
