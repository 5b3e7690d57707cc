// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import static io.hexauth.domain.internal.grant.TokenResponseTest.interpret;
import static io.hexauth.domain.registration.TokenResponseFormat.lenient;
import static io.hexauth.domain.registration.TokenResponseFormat.strict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hexauth.domain.internal.grant.ResponseBody.Members;
import io.hexauth.domain.internal.grant.ResponseBody.Syntax;
import io.hexauth.domain.internal.grant.ResponseBody.Unreadable;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses, bodies and members with tokens and errors. */
class TokenResponseShapeTest {

  private static final Map<String, Object> TOKEN =
      Map.of("access_token", "t0ken", "token_type", "Bearer");

  private static Members json(Map<String, Object> members) {
    return new Members(members, Syntax.JSON);
  }

  private static Members form(Map<String, Object> members) {
    return new Members(members, Syntax.FORM);
  }

  private static ResponseBody html() {
    return new Unreadable("it is HTML");
  }

  private static Members error(String code) {
    return json(Map.of("error", code));
  }

  private static Map<String, Object> with(String name, Object value) {
    var members = new HashMap<>(TOKEN);
    members.put(name, value);
    return members;
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        // what | status | body | lenient | strict
        arguments("200 with a token", 200, json(TOKEN), "Granted", "Granted"),
        arguments("201 with a token (CrowdStrike)", 201, json(TOKEN), "Granted", "Unusable"),
        arguments("206 with a token", 206, json(TOKEN), "Granted", "Unusable"),
        arguments("a form (old GitHub)", 200, form(TOKEN), "Granted", "Unusable"),
        arguments("an error in a form", 200, form(error("bad").members()), "Refused", "Refused"),
        arguments("200 with an error", 200, error("invalid_grant"), "Refused", "Refused"),
        arguments("201 with an error", 201, error("invalid_grant"), "Refused", "Refused"),
        arguments("an error beside a token", 200, json(with("error", "x")), "Refused", "Refused"),
        arguments("400 with an error", 400, error("invalid_grant"), "Refused", "Refused"),
        arguments("401 with an error", 401, error("invalid_client"), "Refused", "Refused"),
        arguments("403 with an error", 403, error("access_denied"), "Refused", "Refused"),
        arguments("404 of a framework", 404, error("Not Found"), "Unusable", "Unusable"),
        arguments(
            "400 with a token", 400, json(TOKEN), "RefusedWithoutError", "RefusedWithoutError"),
        arguments("400 with HTML", 400, html(), "RefusedWithoutError", "RefusedWithoutError"),
        arguments("400 server_error", 400, error("server_error"), "Unusable", "Unusable"),
        arguments("408 of a gateway", 408, error("Timeout"), "Unusable", "Unusable"),
        arguments("500 with an OAuth error", 500, error("invalid_grant"), "Refused", "Refused"),
        arguments("503 with an OAuth error", 503, error("invalid_client"), "Refused", "Refused"),
        arguments(
            "500 of a framework", 500, error("Internal Server Error"), "Unusable", "Unusable"),
        arguments("502 with HTML", 502, html(), "Unusable", "Unusable"),
        arguments("503 with HTML", 503, html(), "Busy", "Busy"),
        arguments("503 of a framework", 503, error("Service Unavailable"), "Busy", "Busy"),
        arguments("429 with HTML", 429, html(), "Busy", "Busy"),
        arguments("429 with a code of its own", 429, error("slow_down"), "Busy", "Busy"),
        arguments("302", 302, json(TOKEN), "Unusable", "Unusable"),
        arguments("404 with a token", 404, json(TOKEN), "Unusable", "Unusable"),
        arguments("199 with a token", 199, json(TOKEN), "Unusable", "Unusable"),
        arguments("299 with a token", 299, json(TOKEN), "Granted", "Unusable"),
        arguments("300 with a token", 300, json(TOKEN), "Unusable", "Unusable"),
        arguments("399 with an error", 399, error("invalid_grant"), "Unusable", "Unusable"),
        arguments("402 with a token", 402, json(TOKEN), "Unusable", "Unusable"),
        arguments("500 with a token", 500, json(TOKEN), "Unusable", "Unusable"),
        arguments("307 with an error", 307, error("invalid_grant"), "Unusable", "Unusable"),
        arguments("200 with HTML", 200, html(), "Unusable", "Unusable"),
        arguments("204 without a body", 204, html(), "Unusable", "Unusable"),
        arguments("200 without a token", 200, json(Map.of()), "Unusable", "Unusable"),
        arguments("ok:false (Slack)", 200, json(with("ok", false)), "Unusable", "Unusable"),
        arguments("errors[] (Fitbit)", 400, fitbit(), "Refused", "Refused"));
  }

  private static Members fitbit() {
    return json(Map.of("success", false, "errors", List.of(Map.of("errorType", "invalid_grant"))));
  }

  @DisplayName("A14: statuses and bodies")
  @ParameterizedTest(name = "{0}: {3}, strict {4}")
  @MethodSource("answers")
  void answersShouldHaveADefinedMeaning(
      String what, int status, ResponseBody body, String lenient, String strict) {
    assertThat(interpret(lenient(), status, body).getClass().getSimpleName())
        .as(what)
        .isEqualTo(lenient);
    assertThat(interpret(strict(), status, body).getClass().getSimpleName())
        .as(what)
        .isEqualTo(strict);
  }

  static Stream<Arguments> errorsThatAreNoCodes() {
    return Stream.of(
        arguments(true, "a boolean"),
        arguments(7, "a number"),
        arguments("å", "a code without a printable character"),
        arguments(List.of("x"), "a list"),
        arguments(Map.of("message", "no"), "an object without a code"));
  }

  @DisplayName("A14: an error is never a success (CVE-2021-41580)")
  @ParameterizedTest(name = "{1}")
  @MethodSource("errorsThatAreNoCodes")
  void errorsBesideATokenShouldNeverBeASuccess(Object error, String what) {
    assertThat(interpret(lenient(), 200, json(with("error", error))))
        .as(what)
        .isInstanceOf(TokenFailure.Unusable.class);
    assertThat(interpret(lenient(), 200, json(with("errors", error))))
        .as(what)
        .isInstanceOf(TokenFailure.Unusable.class);
    var nested = json(Map.of("ok", true, "data", with("error", error)));
    assertThat(interpret(lenient().withMembersAt("data"), 200, nested))
        .as(what)
        .isInstanceOf(TokenFailure.Unusable.class);
  }

  @Test
  void emptyErrorsShouldBeNoErrors() {
    for (Object error : List.of("", false, 0, List.of(), Map.of())) {
      assertThat(interpret(lenient(), 200, json(with("error", error))))
          .isInstanceOf(TokenResult.Granted.class);
    }
  }

  @Test
  void retryAfterShouldBePassedOnWhenTheServerIsBusy() {
    var answer =
        new TokenEndpointResponse(
            429, html(), Optional.of(Duration.ofSeconds(7)), Instant.EPOCH, List.of());
    assertThat(TokenResponse.interpret(lenient(), GrantType.REFRESH_TOKEN, Scopes.none(), answer))
        .isEqualTo(new TokenFailure.Busy(429, Optional.of(Duration.ofSeconds(7))));
  }

  @Test
  void tokensShouldBeReadFromAnObjectWhenTheFormatSaysWhere() {
    var user = new HashMap<String, Object>();
    user.put("id", "U1");
    user.put("access_token", "xoxp-1");
    user.put("token_type", "user");
    user.put("scope", "chat:write,users:read");
    user.put("expires_in", null);
    var slack = json(Map.of("ok", true, "team", Map.of("id", "T1"), "authed_user", user));
    var format = lenient().withMembersAt("authed_user").withScopeDelimiter(",");
    var granted = interpret(format, 200, slack).token().orElseThrow();
    assertThat(granted.accessToken().value()).isEqualTo("xoxp-1");
    assertThat(granted.scopes()).isEqualTo(Scopes.of("chat:write", "users:read"));
    assertThat(granted.lifetime()).isEmpty();
    assertThat(granted.additional()).isEqualTo(Map.of("team", Map.of("id", "T1"), "id", "U1"));
    assertThat(OAuthToken.builder("x").additional(granted.additional()).build().additional())
        .containsKey("team");
  }

  @Test
  void tokensShouldBeReadFromADeeperObjectWhenThePathHasDots() {
    var body = json(Map.of("data", Map.of("auth", TOKEN)));
    assertThat(interpret(lenient().withMembersAt("data.auth"), 200, body))
        .isInstanceOf(TokenResult.Granted.class);
    assertThat(interpret(lenient().withMembersAt("data.nothing"), 200, body))
        .isInstanceOf(TokenFailure.Unusable.class);
    assertThat(interpret(lenient(), 200, body)).isInstanceOf(TokenFailure.Unusable.class);
  }

  @DisplayName("A12: unknown members are kept aside")
  @Test
  void unknownMembersShouldBeKeptAsAdditional() {
    var members = with("instance_url", "https://eu1.example");
    members.put("deep", Map.of("a", List.of(1, Map.of("b", true))));
    members.put("id_token", "e30.e30.");
    members.put("refresh_token", "r3fresh");
    var granted = interpret(lenient(), 200, json(members)).token().orElseThrow();
    assertThat(granted.additional()).containsOnlyKeys("instance_url", "deep");
    assertThat(granted.idToken()).contains(new IdToken("e30.e30."));
    assertThat(granted.refreshToken()).contains(new RefreshToken("r3fresh"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "expires_in",
        "expires",
        "expires_at",
        "refresh_token",
        "refresh_expires_in",
        "refresh_token_expires_in",
        "x_refresh_token_expires_in",
        "scope",
        "id_token"
      })
  void membersThatAreUnderstoodShouldNotBeKeptAgain(String name) {
    var granted = interpret(lenient(), 200, json(with(name, "60"))).token().orElseThrow();
    assertThat(granted.additional()).isEmpty();
    var ok = interpret(lenient(), 200, json(with("ok", true))).token().orElseThrow();
    assertThat(ok.additional()).isEmpty();
  }

  @DisplayName("A11: a refresh token for client credentials is not kept")
  @Test
  void refreshTokensShouldBeIgnoredWhenTheClientActsForItself() {
    var answer =
        new TokenEndpointResponse(
            200, json(with("refresh_token", "r")), Optional.empty(), Instant.EPOCH, List.of());
    var outcome =
        TokenResponse.interpret(lenient(), GrantType.CLIENT_CREDENTIALS, Scopes.none(), answer);
    assertThat(outcome.token().orElseThrow().refreshToken()).isEmpty();
  }

  @Test
  void refreshTokensShouldBeAbsentWhenTheyAreEmptyOrNoText() {
    for (Object value : List.of("", 42, Map.of())) {
      var granted =
          interpret(lenient(), 200, json(with("refresh_token", value))).token().orElseThrow();
      assertThat(granted.refreshToken()).as("%s", value).isEmpty();
    }
  }

  private static String problem(int status, ResponseBody body) {
    TokenResult outcome = interpret(lenient(), status, body);
    return outcome instanceof TokenFailure.RefusedWithoutError refused
        ? refused.problem()
        : ((TokenFailure.Unusable) outcome).problem();
  }

  @Test
  void problemShouldNameTheLikelyCause() {
    assertThat(problem(302, json(TOKEN))).isEqualTo("it is a redirect, which is never followed");
    assertThat(problem(399, html())).isEqualTo("it is a redirect, which is never followed");
    assertThat(problem(404, html())).isEqualTo("it is not a success and contains no OAuth error");
    assertThat(problem(400, html())).isEqualTo("it is not a success and contains no OAuth error");
    for (int status : new int[] {401, 403}) {
      assertThat(problem(status, html()))
          .contains("check the client id, secret and authentication");
    }
    assertThat(problem(200, html())).isEqualTo("it is HTML");
  }

  @Test
  void errorAtTheTopShouldBeNoSuccessWhereverTheTokenIs() {
    for (Map<String, Object> top :
        List.<Map<String, Object>>of(
            Map.of("data", TOKEN, "error", true),
            Map.of("data", TOKEN, "errors", List.of("x")),
            Map.of("data", TOKEN, "ok", false),
            Map.of("data", with("ok", false)))) {
      assertThat(interpret(lenient().withMembersAt("data"), 200, json(top)))
          .isInstanceOf(TokenFailure.Unusable.class);
    }
  }

  @Test
  void membersThatAreNullInsideAnObjectShouldBeAbsent() {
    var data = new HashMap<>(with("expires_at", "soon"));
    data.put("name", null);
    data.put("other", 1);
    var granted =
        interpret(lenient().withMembersAt("data"), 200, json(Map.of("data", data, "top", 2)))
            .token()
            .orElseThrow();
    assertThat(granted.additional()).isEqualTo(Map.of("other", 1, "top", 2));
    assertThat(granted.tokenType()).isEqualTo(TokenType.BEARER);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> granted.additional().clear());
    assertThat(interpret(lenient(), 200, json(with("", 1))).token().orElseThrow().additional())
        .isEqualTo(Map.of("", 1));
  }

  @Test
  void otherNamesOfBearerShouldBeBearer() {
    for (String type : List.of("bot", "user", "BearerToken", "bearer", "Bearer")) {
      var granted = interpret(lenient(), 200, json(with("token_type", type))).token().orElseThrow();
      assertThat(granted.tokenType()).as(type).isEqualTo(TokenType.BEARER);
    }
  }

  @Test
  void tokenInAFormShouldBeRefusedWhenItStandsInTheRequest() {
    for (String secret : List.of("t0ken", "c0de-with-t0ken-inside")) {
      assertThat(answered(form(TOKEN), "other", secret)).isInstanceOf(TokenFailure.Unusable.class);
      assertThat(answered(json(TOKEN), "other", secret)).isInstanceOf(TokenResult.Granted.class);
    }
    assertThat(answered(form(TOKEN), "t0ke", "T0KEN")).isInstanceOf(TokenResult.Granted.class);
    assertThat(answered(form(TOKEN))).isInstanceOf(TokenResult.Granted.class);
  }

  private static TokenResult answered(ResponseBody body, String... secrets) {
    var answer =
        new TokenEndpointResponse(200, body, Optional.empty(), Instant.EPOCH, List.of(secrets));
    return TokenResponse.interpret(lenient(), GrantType.AUTHORIZATION_CODE, Scopes.none(), answer);
  }

  @Test
  void lifetimesShouldBeCutAtACenturyOnBothSides() {
    Duration century = Duration.ofDays(36_500);
    for (Duration kept : List.of(century, century.negated(), Duration.ZERO)) {
      assertThat(granted(kept).lifetime()).contains(kept);
      assertThat(granted(kept).refreshLifetime()).contains(kept);
    }
    assertThat(granted(century.plusNanos(1)).lifetime()).contains(century);
    assertThat(granted(century.plusNanos(1)).refreshLifetime()).contains(century);
    assertThat(granted(century.negated().minusNanos(1)).lifetime()).contains(century.negated());
  }

  private static GrantedToken granted(Duration lifetime) {
    return new GrantedToken(
        new AccessToken("t"),
        TokenType.BEARER,
        Optional.of(lifetime),
        Optional.empty(),
        Optional.of(lifetime),
        Scopes.none(),
        Optional.empty(),
        Map.of());
  }
}
