// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.CachedGrant;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.refresh.RefreshStep.WriteBack;
import io.hexauth.ports.spi.Incident.Kind;
import java.util.Optional;

/** R2: gives a store back what it has lost, such as after a failover. */
final class StoreRepair {

  private StoreRepair() {}

  /**
   * Stores what memory has, in place of what the store shows.
   *
   * @param shown what the store has shown last
   * @return false if the store has something else meanwhile, or memory nothing any more
   */
  static boolean isWrittenBack(
      RefreshParts parts, GrantCell grant, Optional<StoreReading> shown, WriteBack task) {
    Optional<CachedGrant> remembered = grant.known();
    if (remembered.isEmpty()) {
      return false;
    }
    CachedGrant known = remembered.get();
    ClockReading now = known.moment().at(parts.clock().nanoTime());
    boolean written =
        parts
            .store()
            .put(grant, shown, known.version(), task.replaced(), known.document(), now.store())
            .done();
    if (written) {
      grant.unstored(false);
      parts.report(grant, Kind.STORE_REPAIRED);
    }
    return written;
  }
}
