// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Result of a look at a grant.
 *
 * @param record as the store has it; empty if it has none
 * @param met whether a token in it is what is wanted
 * @param refreshable whether there is a refresh token in it
 * @param covered whether what is wanted is within what was granted
 * @param remembered what this process knows of the grant
 * @param storeNow the store's clock at the look
 */
public record GrantView(
    Optional<GrantRecord> record,
    boolean met,
    boolean refreshable,
    boolean covered,
    Optional<Remembered> remembered,
    Instant storeNow) {

  /** A look for something that was granted. */
  public GrantView(
      Optional<GrantRecord> record,
      boolean met,
      boolean refreshable,
      Optional<Remembered> remembered,
      Instant storeNow) {
    this(record, met, refreshable, true, remembered, storeNow);
  }

  /**
   * A credential in memory.
   *
   * @param version the newest that this process has seen or made
   * @param unconfirmed since the store showed it, or, if it never did, since it was made
   * @param useful whether there is something in it that has not ended
   */
  public record Remembered(GrantRecord.Version version, Duration unconfirmed, boolean useful) {}
}
