// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;

/**
 * Manual mode only: the token has expired, and nothing was sent. What to do: call {@code refresh()}
 * on the session, or send the user to consent if there is no refresh token.
 */
public final class TokenExpiredException extends OAuthException {

  private static final long serialVersionUID = 1L;

  /** The token of a principal of {@code registration} has expired. */
  public TokenExpiredException(ClientRegistrationId registration) {
    super(
        registration,
        "the access token has expired and refresh is manual; nothing was sent, call refresh()",
        null);
  }

  private TokenExpiredException(TokenExpiredException original) {
    super(original);
  }

  @Override
  public TokenExpiredException forCaller() {
    return new TokenExpiredException(this);
  }
}
