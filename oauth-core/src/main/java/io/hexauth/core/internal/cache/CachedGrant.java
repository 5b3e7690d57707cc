// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.refresh.GrantView;
import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;

/**
 * The newest credential of a grant that this process has seen or made: what a store that lost it
 * gets back.
 *
 * @param version its grant and generation
 * @param document its secrets
 * @param moment when the store showed it, or, if it never did, when it was made
 */
public record CachedGrant(
    GrantRecord.Version version, GrantDocument document, ClockReading moment) {

  /** {@return the same as the domain looks at it} */
  public GrantView.Remembered asRemembered(ClockReading now) {
    return new GrantView.Remembered(
        version, unconfirmed(now), document.isUseful(moment.at(now.nanoTime()).store()));
  }

  /**
   * By the clock that says more: the store's may be set back, ours stands still while a machine
   * sleeps.
   */
  private Duration unconfirmed(ClockReading now) {
    Duration counted = moment.until(now.nanoTime());
    Duration atStore = Duration.between(moment.store(), now.store());
    return counted.compareTo(atStore) > 0 ? counted : atStore;
  }

  /** True if this is to be kept rather than the other: newer, or the same seen later. */
  boolean supersedes(CachedGrant other) {
    return version.isNewerThan(other.version)
        || (version.equals(other.version) && moment.nanoTime() - other.moment.nanoTime() > 0);
  }
}
