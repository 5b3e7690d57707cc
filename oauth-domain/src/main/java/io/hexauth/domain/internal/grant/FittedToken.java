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
 * Granted token after the size limits were applied. Additional members, scopes and an ID token
 * above a limit are left out, because the token can be used without them. If the access token or
 * the refresh token is above its limit, the caller decides.
 *
 * @param granted the token without the parts above a limit; it has no refresh token if that was too
 *     large
 * @param accessTokenProblem the message for an access token above its limit; empty if it is not
 * @param refreshTokenProblem the message for a refresh token above its limit; empty if it is not
 * @param isCut true if additional members, scopes or an ID token were left out
 */
public record FittedToken(
    GrantedToken granted,
    Optional<String> accessTokenProblem,
    Optional<String> refreshTokenProblem,
    boolean isCut) {

  /** {@return the granted token with the limits applied} */
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
   * Returns the result of the request. If only one of the two tokens is above its limit, the other
   * one is kept, because the server may have replaced the refresh token.
   *
   * @param grantType the grant type of the request
   * @return the result
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

  /**
   * Leaves out scopes above the limit. A token that is recorded with fewer scopes than it has is
   * safe.
   */
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

  /** Leaves out members above the limit. Members after a large one are kept if they fit. */
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
