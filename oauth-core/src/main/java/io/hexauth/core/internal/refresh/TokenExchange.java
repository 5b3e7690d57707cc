// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.concurrent.Permit;
import io.hexauth.core.internal.server.TokenSource;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.OpenedGrant;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.spi.FaultPoints;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Obtains the next token for a stored grant, from the server or from the application's provider
 * (rule R5).
 */
final class TokenExchange {

  private final TokenSource source;
  private final TokenMaterializer materializer;
  private final SizeLimits limits;
  private final FaultPoints faults;

  TokenExchange(
      TokenSource source, TokenMaterializer materializer, SizeLimits limits, FaultPoints faults) {
    this.source = source;
    this.materializer = materializer;
    this.limits = limits;
    this.faults = faults;
  }

  /**
   * Requests the next token.
   *
   * @param cell the cache entry of the token
   * @param leased the leased grant
   * @param moment the time of the store's clock
   * @param mayPresent the check before the request is created; the transport repeats it
   * @return the result
   */
  TokenResult obtain(
      TokenCell cell, OpenedGrant leased, ClockReading moment, BooleanSupplier mayPresent) {
    GrantKey key = cell.grant().key();
    var permit =
        new Permit(
            leased.record().generation(),
            mayPresent,
            () -> faults.reached(FaultPoint.BEFORE_SEND, key));
    TokenResult result =
        source
            .next(cell, leased, () -> last(cell, leased.document(), moment), permit)
            .covering(cell::missing);
    faults.reached(FaultPoint.AFTER_ANSWER, key);
    return result;
  }

  /**
   * Returns the last token. The store removes tokens that have expired and cannot be refreshed;
   * memory may still have one.
   */
  private Optional<OAuthToken> last(TokenCell cell, GrantDocument document, ClockReading moment) {
    return document
        .token(cell.access())
        .map(t -> materializer.token(document, t, moment.store()))
        .or(() -> Optional.ofNullable(cell.snapshot()).map(Snapshot::token));
  }

  /** Returns the next generation of the grant; empty if there is nothing to store. */
  Optional<IssuedGrant> issued(
      TokenCell cell, OpenedGrant leased, TokenResult result, ClockReading moment) {
    GrantRecord.Version presented = leased.record().version();
    var version = new GrantRecord.Version(presented.grantId(), presented.generation() + 1);
    return result.fold(
        got -> {
          GrantDocument last =
              got.renewed() ? leased.document() : leased.document().withoutRefreshToken();
          GrantDocument next =
              last.with(cell.access(), got.granted(), version.generation(), moment.store())
                  .within(limits);
          return Optional.of(
              new IssuedGrant(cell, version, next, cause(cell, leased, got.granted()), moment));
        },
        only -> {
          GrantDocument next =
              leased.document().renewed(only.refreshToken(), only.lifetime(), moment.store());
          return Optional.of(
              new IssuedGrant(cell, version, next, TokenEvent.Cause.REFRESHED, moment));
        },
        failed -> Optional.empty());
  }

  private TokenEvent.Cause cause(TokenCell cell, OpenedGrant leased, GrantedToken granted) {
    boolean same =
        leased
            .document()
            .token(cell.access())
            .filter(t -> t.accessToken().equals(granted.accessToken()))
            .isPresent();
    if (same && source.isProvided()) {
      return TokenEvent.Cause.ADOPTED;
    }
    return leased.record().generation() == 0
        ? TokenEvent.Cause.GRANTED
        : TokenEvent.Cause.REFRESHED;
  }
}
