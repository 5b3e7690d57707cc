// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Store whose records use no memory of this process: each is forgotten after its commit. The
 * remaining memory is that of the product.
 */
public final class ForgettingStore implements TokenStore {

  private final OAuthClock clock;
  private final ConcurrentMap<GrantKey, TokenStore> underWay = new ConcurrentHashMap<>();

  @Inject
  ForgettingStore(OAuthClock clock) {
    this.clock = clock;
  }

  @Override
  public Reading find(GrantKey key) {
    return new InMemoryTokenStore(clock).find(key);
  }

  @Override
  public boolean replace(
      GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
    boolean written =
        underWay
            .computeIfAbsent(key, k -> new InMemoryTokenStore(clock))
            .replace(key, expected, next, notAfter);
    if (next.document().isPresent()) {
      underWay.remove(key);
    }
    return written;
  }
}
