// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.concurrent.Permit;
import io.hexauth.core.internal.server.Obtained;
import io.hexauth.core.internal.server.Obtained.Got;
import io.hexauth.core.internal.server.Obtained.RefreshTokenOnly;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.OpenedGrant;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.spi.TokenEvent;
import java.util.Optional;

/** R5: from what is stored to what the server, or the application's provider, makes of it. */
final class TokenExchange {

  private final RefreshParts parts;
  private final TokenCell cell;

  TokenExchange(RefreshParts parts, TokenCell cell) {
    this.parts = parts;
    this.cell = cell;
  }

  /**
   * Asks for the next token.
   *
   * @param permit looked at last of all
   */
  Obtained obtain(OpenedGrant leased, ClockReading moment, Permit permit) {
    return next(leased, moment, permit).covering(cell, parts.registration());
  }

  private Obtained next(OpenedGrant leased, ClockReading moment, Permit permit) {
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

  /** The generation that follows, to be stored; empty if there is nothing to store. */
  Optional<IssuedGrant> minted(OpenedGrant leased, Obtained obtained, ClockReading moment) {
    GrantRecord.Version presented = leased.record().version();
    var version = new GrantRecord.Version(presented.grantId(), presented.generation() + 1);
    return obtained.fold(
        new Obtained.Cases<>() {
          @Override
          public Optional<IssuedGrant> got(Got got) {
            GrantDocument last =
                got.renewed() ? leased.document() : leased.document().withoutRefreshToken();
            GrantDocument next =
                last.with(cell.access(), got.granted(), version.generation(), moment.store())
                    .within(parts.config().sizeLimits());
            return Optional.of(new IssuedGrant(cell, version, next, origin(leased, got), moment));
          }

          @Override
          public Optional<IssuedGrant> refreshTokenOnly(RefreshTokenOnly only) {
            GrantDocument next =
                leased.document().renewed(only.refreshToken(), only.lifetime(), moment.store());
            return Optional.of(
                new IssuedGrant(cell, version, next, TokenEvent.Origin.UPDATED, moment));
          }

          @Override
          public Optional<IssuedGrant> failed(Obtained.Failed failed) {
            return Optional.empty();
          }
        });
  }

  private TokenEvent.Origin origin(OpenedGrant leased, Got got) {
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
