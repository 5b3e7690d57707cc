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
 * Store that can read from a replica that does not advance: a record that was read once is returned
 * again, while writes go to the primary.
 */
final class LaggingStore implements TokenStore {

  private final TokenStore primary;
  private final Map<GrantKey, Optional<StoredGrant>> replica = new ConcurrentHashMap<>();
  private volatile boolean lags;

  LaggingStore(TokenStore primary) {
    this.primary = primary;
  }

  /** If on, the first record that is read is returned by all later reads. */
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
