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
 * Content of a successful answer of a token endpoint (RFC 6749 §5.1), or of a token from the
 * application. A lifetime of more than 36 500 days is shortened to that, so that every expiry can
 * be computed and stored.
 *
 * @param accessToken the access token
 * @param tokenType the token type; always one that Hexauth supports
 * @param lifetime the lifetime from now on. Zero means that the token can be used now, but not
 *     later; empty means that it does not expire
 * @param refreshToken the refresh token. After a refresh, empty means that the old refresh token
 *     remains valid
 * @param refreshLifetime the lifetime of the refresh token; empty if the server did not send it
 * @param scopes the granted scopes
 * @param idToken the ID token, not validated; empty if there is none
 * @param additional the other members of the answer
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

  /** Lowest lifetime. A token from the application may have expired long ago. */
  private static final Duration LONGEST_AGO = LONGEST.negated();

  /** Creates a token, and limits the lifetimes. */
  public GrantedToken {
    lifetime = lifetime.map(GrantedToken::cut);
    refreshLifetime = refreshLifetime.map(GrantedToken::cut);
  }

  /**
   * Returns the content of a token that does not come from a server's answer, such as an imported
   * token. If the token has expired, its lifetime is negative. A token without scopes gets the
   * requested scopes, like a server's answer without scopes.
   *
   * @param token the token
   * @param access the requested access
   * @param now the start of the lifetime
   * @return the content of the token
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
