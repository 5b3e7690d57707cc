// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.IssuedToken;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.api.TokenEvent;
import java.util.Optional;

/**
 * Grant with a new token of the server that is not stored yet.
 *
 * @param cell the cache entry of the token
 * @param version the version with which the grant will be stored
 * @param document the document with the new token
 * @param cause the cause of the event for listeners
 * @param before a time before the token was requested
 */
public record IssuedGrant(
    TokenCell cell,
    GrantRecord.Version version,
    GrantDocument document,
    TokenEvent.Cause cause,
    ClockReading before) {

  /** {@return the token; empty if only the refresh token of the answer is kept} */
  Optional<IssuedToken> token() {
    return document
        .token(cell.access())
        .filter(token -> token.generation() == version.generation());
  }

  /**
   * {@return true if this grant need not be stored any more: the store has it or a newer one, or
   * the grant was revoked}
   */
  public boolean isOutdoneBy(GrantRecord record) {
    return record.state() == GrantState.TOMBSTONE || !version.isNewerThan(record.version());
  }
}
