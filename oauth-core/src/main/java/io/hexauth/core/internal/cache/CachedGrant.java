// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.refresh.GrantView;
import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;

/**
 * Newest state of a grant that this process has read or created. If the store loses the grant,
 * Hexauth restores it from here.
 *
 * @param version the grant id and the generation
 * @param document the unencrypted document
 * @param moment the time at which the store returned this state, or at which this process created
 *     it
 */
public record CachedGrant(
    GrantRecord.Version version, GrantDocument document, ClockReading moment) {

  /** {@return this grant in the form that the domain uses} */
  public GrantView.Remembered asRemembered(ClockReading now) {
    return new GrantView.Remembered(
        version, unconfirmed(now), document.isUseful(moment.at(now.nanoTime()).store()));
  }

  /**
   * Returns the time since the last confirmation, which is the longer one of two measurements. The
   * store's clock may be set back, and this machine's monotonic clock stands still while the
   * machine sleeps.
   */
  private Duration unconfirmed(ClockReading now) {
    Duration counted = moment.until(now.nanoTime());
    Duration atStore = Duration.between(moment.store(), now.store());
    return counted.compareTo(atStore) > 0 ? counted : atStore;
  }

  /**
   * Returns true if this state must be kept in place of the other one: it is newer, or it is the
   * same state and was read later.
   */
  boolean supersedes(CachedGrant other) {
    return version.isNewerThan(other.version)
        || (version.equals(other.version) && moment.nanoTime() - other.moment.nanoTime() > 0);
  }
}
