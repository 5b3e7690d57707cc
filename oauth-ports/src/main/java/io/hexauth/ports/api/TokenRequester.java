// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.token.OAuthToken;

/**
 * The ordinary requests, for a {@link TokenProvider}: they only perform a request and store
 * nothing. Good during the call only.
 */
public interface TokenRequester {

  /**
   * Obtains a token by the registration's own grant.
   *
   * @throws io.hexauth.domain.error.OAuthException if the server gives none
   * @throws IllegalStateException if the grant needs the user or does not know principals, or the
   *     call of the provider is over
   */
  OAuthToken obtainToken();

  /**
   * Refreshes the last token.
   *
   * @throws io.hexauth.domain.error.OAuthException if the server gives none
   * @throws IllegalStateException if there is no refresh token, the call of the provider is over,
   *     or the refresh token was presented already in this call and the server may have processed
   *     it
   */
  OAuthToken refresh();
}
