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
 * A token between the server's answer and the store's.
 *
 * @param cell where it belongs
 * @param version that it will have
 * @param document of that generation, the token in it
 * @param cause how it will be announced
 * @param before a moment before it was obtained
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
   * {@return whether the store needs nothing of this: it has it, or something newer, or its end}
   */
  public boolean isOutdoneBy(GrantRecord record) {
    return record.state() == GrantState.TOMBSTONE || !version.isNewerThan(record.version());
  }
}
