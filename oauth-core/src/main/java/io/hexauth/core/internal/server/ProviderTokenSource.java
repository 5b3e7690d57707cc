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
 * Obtains the next token of a grant from the application's provider, which may send the usual token
 * requests.
 */
public final class ProviderTokenSource {

  private final ProviderCall provider;
  private final ServerTokenSource source;
  private final OAuthClock clock;
  private final SizeLimits limits;

  /** Creates the component for one registration. */
  ProviderTokenSource(
      ProviderCall provider, ServerTokenSource source, OAuthClock clock, SizeLimits limits) {
    this.provider = provider;
    this.source = source;
    this.clock = clock;
    this.limits = limits;
  }

  /** {@return the result with the next token of the provider} */
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
      // A server may grant a token with a lifetime of zero. This is not a mistake of the provider.
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
