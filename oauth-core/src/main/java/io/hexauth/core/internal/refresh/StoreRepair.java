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

/** R2: gives a store back what it has lost, such as after a failover. */
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
   * Stores what memory has, in place of what the store shows.
   *
   * @param shown what the store has shown last
   * @return false if the store has something else by now, or memory nothing any more
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
