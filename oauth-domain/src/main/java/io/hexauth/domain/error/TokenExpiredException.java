// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;

/**
 * Thrown in manual mode when the access token has expired, or when the grant has a refresh token
 * and no access token for this view. No request was sent. What to do: call {@code refresh()} on the
 * session, or ask the user for a new consent if there is no refresh token.
 */
public final class TokenExpiredException extends OAuthException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception for an expired token of {@code registration}. */
  public TokenExpiredException(ClientRegistrationId registration) {
    super(
        registration,
        "the access token has expired and refresh is manual; no request was sent; call refresh()",
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
