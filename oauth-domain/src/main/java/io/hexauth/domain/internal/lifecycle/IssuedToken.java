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
 * An access token in a grant's document. Instants are on the store's clock.
 *
 * @param access what it was asked for
 * @param generation that it was issued in
 * @param accessToken what authorizes calls
 * @param tokenType how it is presented
 * @param issuedAt when it was obtained
 * @param expiresAt when it ends; absent if it does not end by time
 * @param scopes what was granted
 * @param idToken what came with it, not validated
 * @param additional what else the provider sent
 * @param unknown what a later version has written
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

  /** A token without members that this version does not know. */
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
   * {@return whether the token is for this request; a token that was asked for in a way that this
   * version does not know is for none}
   */
  public boolean isFor(AccessRequest request) {
    return unknown.ofAccess().isEmpty() && access.equals(request);
  }

  @Override
  public String toString() {
    return "IssuedToken[generation=" + generation + ", expiresAt=" + expiresAt + "]";
  }
}
