// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import io.hexauth.domain.internal.grant.ResponseBody.Members;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.registration.TokenResponseFormat;
import io.hexauth.domain.scope.Scope;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Interpreter of the answers of token endpoints, for every transport and grant.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5">RFC 6749 §5</a>
 */
public final class TokenResponse {

  private static final Set<String> KNOWN =
      Set.of(
          "access_token",
          "token_type",
          "expires_in",
          "expires",
          "expires_at",
          "refresh_token",
          "refresh_expires_in",
          "refresh_token_expires_in",
          "x_refresh_token_expires_in",
          "scope",
          "id_token",
          "ok");

  /**
   * Token types of Slack and Apigee. According to these providers, the tokens are bearer tokens.
   */
  private static final Set<String> BEARER_BY_ANOTHER_NAME = Set.of("bot", "user", "BearerToken");

  /** Statuses of a refusal: those of RFC 6749 §5.2, and one that servers use in their place. */
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);

  private static final String NO_ERROR = "it is not a success and contains no OAuth error";

  private final TokenResponseFormat format;
  private final GrantType grant;
  private final Scopes assumed;

  private TokenResponse(TokenResponseFormat format, GrantType grant, Scopes assumed) {
    this.format = format;
    this.grant = grant;
    this.assumed = assumed;
  }

  /**
   * Interprets an answer. The method never throws, whatever the answer contains.
   *
   * @param format the rules for reading the provider's answers
   * @param grant the grant type of the request
   * @param assumed the scopes of an answer without {@code scope} (RFC 6749 §5.1): the requested
   *     scopes, or after a refresh, the scopes that were granted before
   * @param answer the answer
   * @return the result
   */
  public static TokenResult interpret(
      TokenResponseFormat format, GrantType grant, Scopes assumed, TokenEndpointResponse answer) {
    return new TokenResponse(format, grant, assumed).interpret(answer);
  }

  private TokenResult interpret(TokenEndpointResponse answer) {
    var error = ErrorResponse.in(answer);
    if (error.isPresent()) {
      return new TokenFailure.Refused(grant, answer.status(), error.get());
    }
    if (answer.status() == 429 || answer.status() == 503) {
      return new TokenFailure.Busy(answer.status(), answer.retryAfter());
    }
    if (answer.status() / 100 == 3) {
      return unusable(answer, "it is a redirect, which is never followed");
    }
    if (REFUSALS.contains(answer.status()) && !ErrorResponse.leavesOpen(answer)) {
      return new TokenFailure.RefusedWithoutError(
          grant, answer.status(), withoutError(answer.status()));
    }
    if (!answer.isSuccess()) {
      return unusable(answer, NO_ERROR);
    }
    if (format.isStrict() && answer.status() != 200) {
      return unusable(answer, "a strict format accepts status 200 only");
    }
    return answer
        .body()
        .fold(
            members -> granted(answer, members),
            unreadable -> unusable(answer, unreadable.problem()));
  }

  /**
   * Returns the description of a refusal without an OAuth error. Some servers send one for a wrong
   * secret, although RFC 6749 §5.2 requires {@code invalid_client}.
   */
  private static String withoutError(int status) {
    return status == 400
        ? NO_ERROR
        : NO_ERROR
            + "; the client's credentials are a likely cause: check the client id, secret and"
            + " authentication method";
  }

  private TokenResult granted(TokenEndpointResponse answer, Members body) {
    if (format.isStrict() && body.syntax() != ResponseBody.Syntax.JSON) {
      return unusable(answer, "a strict format accepts JSON only");
    }
    try {
      refuseError(body.members());
      Map<String, Object> members = at(body.members(), format.membersAt());
      refuseError(members);
      return read(body, members, answer);
    } catch (IllegalArgumentException e) {
      // The message is safe: messages of value types contain the broken rule and never the value.
      return unusable(answer, String.valueOf(e.getMessage()));
    }
  }

  private TokenResult read(
      Members body, Map<String, Object> members, TokenEndpointResponse answer) {
    var token =
        new AccessToken(
            text(members, "access_token")
                .orElseThrow(() -> new IllegalArgumentException("it has no access_token")));
    if (format.isStrict() && !token.isB64token()) {
      throw new IllegalArgumentException("its access token is not a b64token (RFC 6750 §2.1)");
    }
    if (body.syntax() == ResponseBody.Syntax.FORM && isOfRequest(token, answer)) {
      throw new IllegalArgumentException("its access token was part of the request");
    }
    var lifetimes = new Lifetimes(format, answer.receivedAt());
    var granted =
        new GrantedToken(
            token,
            tokenType(members),
            lifetimes.ofAccessToken(members),
            refreshToken(members),
            lifetimes.ofRefreshToken(members),
            scopes(members),
            text(members, "id_token").map(IdToken::new),
            additional(body.members(), members));
    return new TokenResult.Granted(granted, grant.equals(GrantType.REFRESH_TOKEN));
  }

  /**
   * Returns true if the token is part of a secret of the request. A page that repeats an
   * authorization code can look like a form with a token, and an attacker can choose the code.
   */
  private static boolean isOfRequest(AccessToken token, TokenEndpointResponse answer) {
    return answer.secrets().stream().anyMatch(secret -> secret.contains(token.value()));
  }

  /**
   * Refuses an answer with an unreadable error code. It is still an error and never a success
   * (CVE-2021-41580).
   */
  private static void refuseError(Map<String, Object> members) {
    if (says(members.get("error"))
        || says(members.get("errors"))
        || Boolean.FALSE.equals(members.get("ok"))) {
      throw new IllegalArgumentException("it reports an error without an OAuth error code");
    }
  }

  private static boolean says(@Nullable Object error) {
    if (error == null || error.equals(false) || error.equals("")) {
      return false;
    }
    boolean nothing =
        (error instanceof Collection<?> list && list.isEmpty())
            || (error instanceof Map<?, ?> object && object.isEmpty())
            || (error instanceof Number number && number.doubleValue() == 0);
    return !nothing;
  }

  private TokenType tokenType(Map<String, Object> members) {
    Optional<String> type = text(members, "token_type");
    if (type.isEmpty() && format.isStrict()) {
      throw new IllegalArgumentException("it has no token_type");
    }
    if (type.isPresent() && !format.isStrict() && BEARER_BY_ANOTHER_NAME.contains(type.get())) {
      return TokenType.BEARER;
    }
    Object written = members.get("token_type");
    boolean unreadable = written != null && !(written instanceof String);
    TokenType read = type.map(TokenType::new).orElse(TokenType.BEARER);
    if (unreadable || !read.isUnderstood()) {
      // RFC 6749 §7.1.
      throw new IllegalArgumentException(
          "its token_type is not Bearer, so the token must not be used");
    }
    return read;
  }

  /**
   * Returns the refresh token. With client credentials, an answer has no refresh token (RFC 6749
   * §4.4.3); if a server sends one, it is not kept.
   */
  private Optional<RefreshToken> refreshToken(Map<String, Object> members) {
    return grant.equals(GrantType.CLIENT_CREDENTIALS)
        ? Optional.empty()
        : text(members, "refresh_token").map(RefreshToken::new);
  }

  /**
   * Returns the scopes. If the member is absent, the requested scopes were granted. If it is empty,
   * no scopes were granted (CVE-2022-31690). A lenient format leaves out values that are not
   * scopes: a token with fewer recorded scopes is safe, but a replaced refresh token must not be
   * lost.
   */
  private Scopes scopes(Map<String, Object> members) {
    Object scope = members.get("scope");
    if (scope == null) {
      return assumed;
    }
    if (format.isStrict()) {
      if (scope instanceof String text) {
        return Scopes.parse(text, format.scopeDelimiter());
      }
      throw new IllegalArgumentException("its scope is not a string");
    }
    var usable = new LinkedHashSet<String>();
    for (Object part : scope instanceof List<?> list ? list : List.of(scope)) {
      if (part instanceof String text) {
        for (String value : text.replace(format.scopeDelimiter(), " ").split("\\s", -1)) {
          if (isScope(value)) {
            usable.add(value);
          }
        }
      }
    }
    return new Scopes(usable);
  }

  private static boolean isScope(String value) {
    try {
      return !Scope.of(value).value().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Returns a text member. An empty text or another type counts as absent, because a token is never
   * the text of a number or an object.
   */
  private static Optional<String> text(Map<String, Object> members, String name) {
    return members.get(name) instanceof String text && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Map<String, Object> at(Map<String, Object> members, String path) {
    Map<String, Object> at = members;
    for (String name : path.isEmpty() ? new String[0] : path.split("\\.")) {
      if (!(at.get(name) instanceof Map<?, ?> inner)) {
        throw new IllegalArgumentException("it has no object at the configured path");
      }
      var copy = new LinkedHashMap<String, Object>();
      inner.forEach(
          (key, value) -> {
            if (value != null) {
              copy.put(String.valueOf(key), value);
            }
          });
      at = copy;
    }
    return at;
  }

  private Map<String, Object> additional(Map<String, Object> top, Map<String, Object> members) {
    var additional = new LinkedHashMap<>(top);
    if (!format.membersAt().isEmpty()) {
      additional.remove(format.membersAt().split("\\.")[0]);
      additional.putAll(members);
    }
    additional.keySet().removeAll(KNOWN);
    return Collections.unmodifiableMap(additional);
  }

  private TokenResult unusable(TokenEndpointResponse answer, String problem) {
    return new TokenFailure.Unusable(grant, answer.status(), problem);
  }
}
