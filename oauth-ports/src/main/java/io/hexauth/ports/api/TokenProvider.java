// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.TokenContext;
import io.hexauth.domain.token.OAuthToken;
import java.util.Optional;

/**
 * Application code that obtains tokens in a way that Hexauth does not offer. Hexauth calls it when
 * there is no token or the last one has expired. The seed documents call it {@code
 * OAuthTokenProvider}.
 *
 * <h2>Implementing</h2>
 *
 * <p>Hexauth calls the provider once for all callers that wait for the same token. During the call,
 * this node holds the lease of the grant, and the deadline of a token request applies. Hexauth
 * stores, reports and returns the token; the provider need not store it. If the provider throws,
 * returns too late, or returns {@code null} or an expired token, callers get a {@code
 * TokenProviderException}, and the stored token is kept. A provider must not call a client or
 * session for the same grant: such a call throws {@link IllegalStateException} immediately.
 * Implementations must be safe for use by multiple threads. Bind them with {@code
 * OAuthClientBinder.bindTokenProvider}.
 */
@FunctionalInterface
public interface TokenProvider {

  /**
   * Returns a valid token.
   *
   * @param context the principal and the access request of the token. Hexauth uses the token for
   *     these only
   * @param last the last token; empty if there was none
   * @param requester sends the usual token requests, if the provider needs them
   * @return the new token
   */
  OAuthToken provide(TokenContext context, Optional<OAuthToken> last, TokenRequester requester);
}
