// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

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
 * @param generation that minted it
 * @param accessToken what authorizes calls
 * @param tokenType how it is presented
 * @param issuedAt when it was obtained
 * @param expiresAt when it ends; absent if it does not end by time
 * @param scopes what was granted
 * @param idToken what came with it, not validated
 * @param additional what else the provider sent
 */
public record MintedToken(
    AccessRequest access,
    long generation,
    AccessToken accessToken,
    TokenType tokenType,
    Instant issuedAt,
    Optional<Instant> expiresAt,
    Scopes scopes,
    Optional<IdToken> idToken,
    Map<String, Object> additional) {

  @Override
  public String toString() {
    return "MintedToken[generation=" + generation + ", expiresAt=" + expiresAt + "]";
  }
}
