// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.token.OAuthToken;

/**
 * Sender of the usual token requests, for a {@link TokenProvider}. It does not store the tokens
 * that it obtains. It can be used only during the call of the provider.
 */
public interface TokenRequester {

  /**
   * Obtains a token with the grant type of the registration.
   *
   * @throws io.hexauth.domain.error.OAuthException if the request fails
   * @throws IllegalStateException if the grant needs the user, if the grant is the client's own and
   *     the principal is a user, or if the call of the provider has ended
   */
  OAuthToken obtainToken();

  /**
   * Refreshes the last token.
   *
   * @throws io.hexauth.domain.error.OAuthException if the request fails
   * @throws IllegalStateException in three cases. (1) There is no refresh token. (2) Hexauth has
   *     called the provider, and that call has ended. (3) The provider has already sent the refresh
   *     token during the same call, and the server may have processed it
   */
  OAuthToken refresh();
}
