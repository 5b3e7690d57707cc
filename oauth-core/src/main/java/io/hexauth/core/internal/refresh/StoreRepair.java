// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.CachedGrant;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.core.internal.storage.SealedTokenStore;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.internal.refresh.RefreshStep.WriteBack;
import io.hexauth.domain.internal.refresh.SealedCredential;
import io.hexauth.ports.api.Incident.Kind;
import io.hexauth.ports.spi.OAuthClock;
import java.util.Optional;

/** Restores a grant that the store has lost, for example after a failover (rule R2). */
final class StoreRepair {

  private final SealedTokenStore store;
  private final RegistrationEvents events;
  private final OAuthClock clock;

  StoreRepair(SealedTokenStore store, RegistrationEvents events, OAuthClock clock) {
    this.store = store;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Stores the grant in memory in place of the stored one.
   *
   * @param grant the cache entry of the grant
   * @param shown the last answer of the store
   * @param task the step
   * @return false if the stored record has changed in the meantime, or if memory has no grant any
   *     more
   */
  boolean isWrittenBack(GrantCell grant, Optional<StoreReading> shown, WriteBack task) {
    Optional<CachedGrant> remembered = grant.known();
    if (remembered.isEmpty()) {
      return false;
    }
    CachedGrant known = remembered.get();
    ClockReading now = known.moment().at(clock.nanoTime());
    SealedCredential credential =
        store.seal(
            grant,
            known.version(),
            known.document(),
            known.version().grantId().value(),
            now.store());
    boolean written = store.put(grant, shown, known.version(), task.replaced(), credential).done();
    if (written) {
      grant.unstored(false);
      events.report(grant, Kind.STORE_REPAIRED);
    }
    return written;
  }
}
