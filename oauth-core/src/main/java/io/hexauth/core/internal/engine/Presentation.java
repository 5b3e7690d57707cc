// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.core.internal.engine.Obtained.Got;
import io.hexauth.core.internal.engine.Obtained.RefreshTokenOnly;
import io.hexauth.domain.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.Stored;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.spi.TokenEvent;
import java.util.Optional;

/** R5: from what is stored to what the server, or the application's provider, makes of it. */
final class Presentation {

  private final RefreshParts parts;
  private final TokenCell cell;

  Presentation(RefreshParts parts, TokenCell cell) {
    this.parts = parts;
    this.cell = cell;
  }

  /**
   * Asks for the next token.
   *
   * @param permit looked at last of all
   */
  Obtained obtain(Stored leased, StoreMoment moment, Permit permit) {
    Obtained obtained = next(leased, moment, permit);
    return obtained instanceof Got got ? got.covering(cell, parts.registration()) : obtained;
  }

  private Obtained next(Stored leased, StoreMoment moment, Permit permit) {
    if (parts.provided().isEmpty()) {
      return parts.source().next(cell.grant(), cell.access(), leased, permit);
    }
    GrantDocument document = leased.document();
    Optional<OAuthToken> last =
        document
            .token(cell.access())
            .map(t -> parts.memory().token(document, t, moment.store()))
            // A store forgets what has expired and cannot be renewed.
            .or(() -> Optional.ofNullable(cell.snapshot()).map(Snapshot::token));
    return parts.provided().get().next(cell.grant(), cell.access(), leased, last, permit);
  }

  /** The generation that follows, to be stored. */
  Minted minted(Stored leased, Obtained obtained, StoreMoment moment) {
    GrantRecord.Version presented = leased.record().version();
    var version = new GrantRecord.Version(presented.grantId(), presented.generation() + 1);
    if (obtained instanceof RefreshTokenOnly only) {
      GrantDocument renewed =
          leased.document().renewed(only.refreshToken(), only.lifetime(), moment.store());
      return new Minted(cell, version, renewed, TokenEvent.Origin.UPDATED, moment);
    }
    Got got = (Got) obtained;
    GrantDocument last =
        got.renewed() ? leased.document() : leased.document().withoutRefreshToken();
    return new Minted(
        cell,
        version,
        last.with(cell.access(), got.granted(), version.generation(), moment.store())
            .within(parts.config().sizeLimits()),
        origin(leased, got),
        moment);
  }

  private TokenEvent.Origin origin(Stored leased, Got got) {
    boolean same =
        leased
            .document()
            .token(cell.access())
            .filter(t -> t.accessToken().equals(got.granted().accessToken()))
            .isPresent();
    return same && parts.provided().isPresent()
        ? TokenEvent.Origin.ADOPTED
        : TokenEvent.Origin.UPDATED;
  }
}
