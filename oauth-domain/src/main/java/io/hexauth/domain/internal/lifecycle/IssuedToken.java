// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.TokenType;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Access token in the document of a grant. Instants are by the store's clock.
 *
 * @param access the access request for which it was issued
 * @param generation the generation with which it was stored
 * @param accessToken the access token
 * @param tokenType the token type
 * @param issuedAt the time at which it was requested
 * @param expiresAt the expiry; empty if it does not expire
 * @param scopes the granted scopes
 * @param idToken the ID token of the same answer, not validated; empty if there was none
 * @param additional the other members of the answer
 * @param unknown members that a later version has written
 */
public record IssuedToken(
    AccessRequest access,
    long generation,
    AccessToken accessToken,
    TokenType tokenType,
    Instant issuedAt,
    Optional<Instant> expiresAt,
    Scopes scopes,
    Optional<IdToken> idToken,
    Map<String, Object> additional,
    UnknownMembers unknown) {

  /** Creates a token without members that this version does not know. */
  public IssuedToken(
      AccessRequest access,
      long generation,
      AccessToken accessToken,
      TokenType tokenType,
      Instant issuedAt,
      Optional<Instant> expiresAt,
      Scopes scopes,
      Optional<IdToken> idToken,
      Map<String, Object> additional) {
    this(
        access,
        generation,
        accessToken,
        tokenType,
        issuedAt,
        expiresAt,
        scopes,
        idToken,
        additional,
        UnknownMembers.NONE);
  }

  /**
   * {@return true if the token was issued for this request} If the access request of the token has
   * members that this version does not know, the token is not used for any request.
   */
  public boolean isFor(AccessRequest request) {
    return unknown.ofAccess().isEmpty() && access.equals(request);
  }

  @Override
  public String toString() {
    return "IssuedToken[generation=" + generation + ", expiresAt=" + expiresAt + "]";
  }
}
