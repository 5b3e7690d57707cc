// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import io.hexauth.domain.internal.json.JsonSize;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.RefreshToken;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A granted token within the limits. Additional members, scopes and an ID token that are over a
 * limit are left out: the token can be used without them. A token that is over the limit is a
 * problem, and the caller decides what can be saved.
 *
 * @param granted what is left; without a refresh token if that is too large
 * @param accessTokenProblem why the access token cannot be kept, if so
 * @param refreshTokenProblem why the refresh token cannot be kept, if so
 * @param isCut whether additional members, scopes or an ID token were left out
 */
public record FittedToken(
    GrantedToken granted,
    Optional<String> accessTokenProblem,
    Optional<String> refreshTokenProblem,
    boolean isCut) {

  /** {@return what of a granted token is within the limits} */
  public static FittedToken of(GrantedToken granted, SizeLimits limits) {
    Optional<String> accessProblem =
        limits.tooLarge("access token", Optional.of(granted.accessToken().value()));
    Optional<String> refreshProblem =
        limits.tooLarge("refresh token", granted.refreshToken().map(RefreshToken::value));
    Optional<IdToken> id =
        granted
            .idToken()
            .filter(token -> limits.tooLarge("ID token", Optional.of(token.value())).isEmpty());
    Scopes scopes = fitting(granted.scopes(), limits);
    Map<String, Object> additional = fitting(granted.additional(), limits);
    var fitted =
        new GrantedToken(
            granted.accessToken(),
            granted.tokenType(),
            granted.lifetime(),
            refreshProblem.isEmpty() ? granted.refreshToken() : Optional.empty(),
            granted.refreshLifetime(),
            scopes,
            id,
            additional);
    return new FittedToken(
        fitted,
        accessProblem,
        refreshProblem,
        !id.equals(granted.idToken())
            || scopes.values().size() < granted.scopes().values().size()
            || additional.size() < granted.additional().size());
  }

  /**
   * {@return the result of the request} What is over a limit must not cost what is not: a refresh
   * token may have been rotated.
   *
   * @param grantType what was presented
   */
  public TokenResult result(GrantType grantType) {
    boolean refreshed = grantType.equals(GrantType.REFRESH_TOKEN);
    Optional<TokenFailure> tooLarge =
        accessTokenProblem
            .or(this::refreshTokenProblem)
            .map(problem -> new TokenFailure.TooLarge(grantType, problem));
    if (accessTokenProblem.isEmpty()) {
      return new TokenResult.Granted(granted, refreshed && tooLarge.isEmpty(), tooLarge);
    }
    TokenFailure failure = tooLarge.orElseThrow();
    return refreshed && refreshTokenProblem.isEmpty()
        ? new TokenResult.RefreshTokenOnly(
            granted.refreshToken(), granted.refreshLifetime(), failure)
        : failure;
  }

  /** Fewer scopes are safe. */
  private static Scopes fitting(Scopes scopes, SizeLimits limits) {
    long bytes = 0;
    Set<String> fitting = new LinkedHashSet<>();
    for (String scope : scopes.values()) {
      bytes += scope.length() + 1;
      if (bytes > limits.token()) {
        return new Scopes(fitting);
      }
      fitting.add(scope);
    }
    return scopes;
  }

  /** A member that is too large does not cost those after it. */
  private static Map<String, Object> fitting(Map<String, Object> members, SizeLimits limits) {
    if (limits.allowAdditional(members)) {
      return members;
    }
    long bytes = limits.additional();
    long values = limits.additionalValues();
    var fitting = new LinkedHashMap<String, Object>();
    for (var member : members.entrySet()) {
      long name = JsonSize.of(member.getKey()) + 2;
      JsonSize size = JsonSize.of(member.getValue(), bytes, values);
      if (name + size.bytes() <= bytes && size.values() <= values) {
        bytes -= name + size.bytes();
        values -= size.values();
        fitting.put(member.getKey(), member.getValue());
      }
    }
    return Collections.unmodifiableMap(fitting);
  }
}
