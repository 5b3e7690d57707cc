// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.internal.grant.TokenFailure;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.TokenType;
import java.util.Map;
import java.util.Optional;

/** Results of token requests. */
final class Results {

  static final TokenResult GRANTED =
      new TokenResult.Granted(
          new GrantedToken(
              new AccessToken("t"),
              TokenType.BEARER,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Scopes.none(),
              Optional.empty(),
              Map.of()),
          true);

  static final TokenResult NOT_SENT =
      new TokenFailure.NotSent("no connection", true, Optional.empty());

  static final TokenResult REFUSED_WITHOUT_ERROR =
      new TokenFailure.RefusedWithoutError(GrantType.REFRESH_TOKEN, 400, "no error");

  private Results() {}

  /** {@return the result of a refresh, or of a request for another grant, without an answer} */
  static TokenResult unknown(boolean refreshed) {
    return new TokenFailure.NoAnswer(type(refreshed), "cut");
  }

  /** {@return the result of a refused refresh token, or of another refused grant} */
  static TokenResult refused(boolean refreshed) {
    return new TokenFailure.Refused(
        type(refreshed), 400, OAuthError.of(OAuthErrorCode.INVALID_GRANT));
  }

  private static GrantType type(boolean refreshed) {
    return refreshed ? GrantType.REFRESH_TOKEN : GrantType.CLIENT_CREDENTIALS;
  }
}
