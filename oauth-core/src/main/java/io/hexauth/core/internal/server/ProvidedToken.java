// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.concurrent.Permit;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.TokenProviderException.Reason;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.lifecycle.OpenedGrant;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Instant;
import java.util.Optional;

/**
 * The next token of a grant by way of the application's provider, which may use the ordinary
 * requests.
 */
public final class ProvidedToken {

  private final ProviderCall provider;
  private final TokenSource source;
  private final OAuthClock clock;
  private final SizeLimits limits;

  /** Tokens of one registration that the application provides. */
  ProvidedToken(ProviderCall provider, TokenSource source, OAuthClock clock, SizeLimits limits) {
    this.provider = provider;
    this.source = source;
    this.clock = clock;
    this.limits = limits;
  }

  /** {@return the next token of the provider} */
  public TokenResult next(
      GrantCell cell,
      AccessRequest access,
      OpenedGrant leased,
      Optional<OAuthToken> last,
      Permit permit) {
    var requests =
        new ProviderRequests(cell, access, leased, source, clock, provider.exceptions(), permit);
    try {
      OAuthToken token = provider.call(cell, access, last, requests);
      Instant now = clock.instant();
      Optional<Instant> expired = token.expiresAt().filter(end -> !now.isBefore(end));
      // A server may grant a token for no time at all; that is not the provider's mistake.
      if (expired.isPresent() && !requests.isOwn(token)) {
        return requests.failed(provider.failure(Reason.EXPIRED_TOKEN, null));
      }
      return limits.problemOf(token).isPresent()
          ? requests.failed(provider.failure(Reason.TOO_LARGE, null))
          : requests.got(GrantedToken.of(token, access, expired.orElse(now)));
    } catch (OAuthException e) {
      return requests.failed(e);
    }
  }
}
