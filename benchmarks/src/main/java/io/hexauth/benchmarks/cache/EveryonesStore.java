// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.cache;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** A store that returns the same grant for every user, and counts how often it is read. */
final class EveryonesStore implements TokenStore {

  private final StoredGrant one;
  private final LongAdder finds = new LongAdder();

  EveryonesStore(StoredGrant one) {
    this.one = one;
  }

  long finds() {
    return finds.sum();
  }

  @Override
  public Reading find(GrantKey key) {
    finds.increment();
    return new Reading(Optional.of(one), Instant.now());
  }

  @Override
  public boolean replace(
      GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
    throw new IllegalStateException("Every token is valid for the whole run");
  }
}
