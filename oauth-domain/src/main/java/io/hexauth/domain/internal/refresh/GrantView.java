// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Result of reading a grant from the store.
 *
 * @param record the stored record; empty if there is none
 * @param met true if a token of the record meets the caller's requirement
 * @param refreshable true if the record has a refresh token
 * @param covered true if the grant includes the requested access
 * @param remembered the grant in the memory of this process; empty if there is none
 * @param storeNow the time of the store's clock at the read
 */
public record GrantView(
    Optional<GrantRecord> record,
    boolean met,
    boolean refreshable,
    boolean covered,
    Optional<Remembered> remembered,
    Instant storeNow) {

  /** Creates a result for access that the grant includes. */
  public GrantView(
      Optional<GrantRecord> record,
      boolean met,
      boolean refreshable,
      Optional<Remembered> remembered,
      Instant storeNow) {
    this(record, met, refreshable, true, remembered, storeNow);
  }

  /**
   * Grant in the memory of this process.
   *
   * @param version the newest version that this process has read or created
   * @param unconfirmed the time since the store last returned this version, or since this process
   *     created it
   * @param useful true if a token of the grant has not expired
   */
  public record Remembered(GrantRecord.Version version, Duration unconfirmed, boolean useful) {}
}
