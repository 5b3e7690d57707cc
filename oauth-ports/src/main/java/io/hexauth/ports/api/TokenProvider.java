// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.TokenContext;
import io.hexauth.domain.token.OAuthToken;
import java.util.Optional;

/**
 * An application's own way to a token, consulted when the last one is absent or expired: the {@code
 * OAuthTokenProvider} of the field.
 *
 * <h2>Implementing</h2>
 *
 * Called once for each acquisition, however many callers wait, under the grant's lease, and with
 * the deadline of a token request. What it returns is stored, announced and handed out by Hexauth;
 * it need not store anything itself. An exception, a late answer, {@code null} or an expired token
 * is a {@code TokenProviderException} for the callers, and the stored token stays. Calling a client
 * or session for the same grant from inside throws {@link IllegalStateException} at once.
 * Implementations must be safe for use by multiple threads; bind them with {@code
 * OAuthClientBinder.bindTokenProvider}.
 */
@FunctionalInterface
public interface TokenProvider {

  /**
   * A token that can be used now.
   *
   * @param context whom and what the token is for: it is stored and handed out for this principal
   *     and this access request, and for no other
   * @param last the last token; empty if there never was one
   * @param requester does the ordinary requests, if the provider has nothing better
   */
  OAuthToken provide(TokenContext context, Optional<OAuthToken> last, TokenRequester requester);
}
