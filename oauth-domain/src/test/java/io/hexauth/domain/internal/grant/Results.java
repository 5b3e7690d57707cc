// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.TokenExpiredException;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.TokenType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Results of token requests. */
public final class Results {

  public static final TokenResult GRANTED =
      new TokenResult.Granted(
          new GrantedToken(
              new AccessToken("t"),
              TokenType.BEARER,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Scopes.of("read"),
              Optional.empty(),
              Map.of()),
          true);

  public static final TokenFailure NOT_SENT =
      new TokenFailure.NotSent("no connection", true, Optional.empty());

  public static final TokenFailure NOT_TRIED =
      new TokenFailure.NotTried(new TokenExpiredException(new ClientRegistrationId("acme")));

  public static final TokenFailure REFUSED_WITHOUT_ERROR =
      new TokenFailure.RefusedWithoutError(GrantType.REFRESH_TOKEN, 400, "no error");

  private Results() {}

  public static TokenFailure busy(Optional<Duration> retryAfter) {
    return new TokenFailure.Busy(503, retryAfter);
  }

  public static TokenFailure.Refused refused(OAuthErrorCode code, boolean refreshed) {
    return new TokenFailure.Refused(type(refreshed), 400, OAuthError.of(code));
  }

  public static TokenFailure unknown(boolean refreshed) {
    return new TokenFailure.NoAnswer(type(refreshed), "cut");
  }

  private static GrantType type(boolean refreshed) {
    return refreshed ? GrantType.REFRESH_TOKEN : GrantType.PASSWORD;
  }
}
