// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Contents of a successful answer of a token endpoint (RFC 6749 §5.1), or of a token that an
 * application hands in. A lifetime of more than 36 500 days is cut to that, so that every end is an
 * instant that can be computed and stored.
 *
 * @param accessToken what authorizes calls
 * @param tokenType how it is presented; always one that is understood
 * @param lifetime from now on; zero means "usable now, not later", absent means that it does not
 *     end by time
 * @param refreshToken what renews it; absent on a refresh means that the old one stays good
 * @param refreshLifetime of the refresh token, if the server said
 * @param scopes what was granted
 * @param idToken as it was received, not validated
 * @param additional what else was in the answer
 */
public record GrantedToken(
    AccessToken accessToken,
    TokenType tokenType,
    Optional<Duration> lifetime,
    Optional<RefreshToken> refreshToken,
    Optional<Duration> refreshLifetime,
    Scopes scopes,
    Optional<IdToken> idToken,
    Map<String, Object> additional) {

  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** One that was handed in may have ended long ago. */
  private static final Duration LONGEST_AGO = LONGEST.negated();

  /** Cuts the lifetimes. */
  public GrantedToken {
    lifetime = lifetime.map(GrantedToken::cut);
    refreshLifetime = refreshLifetime.map(GrantedToken::cut);
  }

  /**
   * A token that did not come in an answer of a server, as if it had just been granted. One that
   * has expired keeps that; one that does not say its scopes has those that were asked for, as in
   * an answer.
   *
   * @param now the time from which on its lifetime counts
   */
  public static GrantedToken of(OAuthToken token, AccessRequest access, Instant now) {
    return new GrantedToken(
        token.accessToken(),
        token.tokenType(),
        token.expiresAt().map(end -> Duration.between(now, end)),
        token.refreshToken(),
        Optional.empty(),
        token.scopes().isEmpty() ? access.scopes() : token.scopes(),
        token.idToken(),
        token.additional());
  }

  private static Duration cut(Duration lifetime) {
    if (lifetime.compareTo(LONGEST) > 0) {
      return LONGEST;
    }
    return lifetime.compareTo(LONGEST_AGO) < 0 ? LONGEST_AGO : lifetime;
  }

  @Override
  public String toString() {
    return "GrantedToken[" + tokenType + ", lifetime=" + lifetime + ", scopes=" + scopes + "]";
  }
}
