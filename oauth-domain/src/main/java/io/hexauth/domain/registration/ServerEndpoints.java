// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Optional;

/**
 * The authorization server as a registration knows it.
 *
 * @param token where tokens are asked for (RFC 6749 §3.2)
 * @param refresh where they are refreshed, for servers that have a second URL for it
 * @param authorization where users consent (RFC 6749 §3.1); present for the authorization code
 *     grant
 * @param revocation where tokens are revoked (RFC 7009 §2); without it a revocation is local only
 * @param issuer who the server says it is; absent switches the check of RFC 9207 off
 * @param issuerInResponses whether the server promised {@code iss} in authorization responses, so
 *     that a missing one is an attack
 */
public record ServerEndpoints(
    Endpoint token,
    Optional<Endpoint> refresh,
    Optional<Endpoint> authorization,
    Optional<Endpoint> revocation,
    Optional<Issuer> issuer,
    boolean issuerInResponses) {

  /** {@return the endpoint that a request with this grant type goes to} */
  public Endpoint forGrant(GrantType type) {
    return type.equals(GrantType.REFRESH_TOKEN) ? refresh.orElse(token) : token;
  }
}
