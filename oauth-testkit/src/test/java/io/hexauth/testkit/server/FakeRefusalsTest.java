// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import static io.hexauth.testkit.server.Browser.member;
import static io.hexauth.testkit.server.TokenClient.CALLBACK;
import static io.hexauth.testkit.server.TokenClient.grant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.authorization.Form;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fake server checks requests strictly, so that a careless client is detected. */
class FakeRefusalsTest {

  private final FakeAuthorizationServer server =
      FakeAuthorizationServer.builder()
          .client("app", "secret")
          .publicClient("native")
          .user("alice", "wonderland")
          .start();
  private final TokenClient app = new TokenClient(server, "app", "secret");

  @AfterEach
  void stop() {
    server.close();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(Form.empty(), "invalid_request"),
        Arguments.of(grant("nonsense"), "unsupported_grant_type"),
        Arguments.of(grant("authorization_code"), "invalid_request"),
        Arguments.of(grant("authorization_code").with("code", "x"), "invalid_grant"),
        Arguments.of(grant("refresh_token"), "invalid_request"),
        Arguments.of(grant("refresh_token").with("refresh_token", "x"), "invalid_grant"),
        Arguments.of(grant("password").with("username", "alice"), "invalid_request"),
        Arguments.of(grant("password").with("password", "wonderland"), "invalid_request"),
        Arguments.of(
            grant("password").with("username", "alice").with("password", "x"), "invalid_grant"),
        Arguments.of(
            grant("password").with("username", "bob").with("password", "wonderland"),
            "invalid_grant"),
        Arguments.of(
            grant("client_credentials").with("client_secret", "secret"), "invalid_request"),
        Arguments.of(grant("client_credentials").with("client_id", "native"), "invalid_client"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void tokenRequestShouldBeRefusedWithItsError(Form form, String error) {
    app.assertRefused(form, error);
    assertThat(server.ledger().tokenRequests()).isEqualTo(1);
    assertThat(server.ledger().secrets()).isEmpty();
  }

  @ParameterizedTest(name = "{0}, {1}: {3}")
  @CsvSource({
    "GET, application/x-www-form-urlencoded, grant_type=client_credentials, 400",
    "PUT, application/x-www-form-urlencoded, grant_type=client_credentials, 400",
    "POST, application/json, grant_type=client_credentials, 400",
    "POST, text/plain, grant_type=client_credentials, 400",
    "POST, application/x-www-form-urlencoded, grant_type=%zz, 400",
    "POST, application/x-www-form-urlencoded, grant_type=client_credentials&scope=a&scope=b, 400",
    "POST, application/x-www-form-urlencoded, grant_type=client_credentials&resource=a&resource=b, 200",
    "POST, application/x-www-form-urlencoded;charset=UTF-8, grant_type=client_credentials, 200",
  })
  void tokenRequestShouldBeAFormThatIsPosted(String method, String type, String body, int status)
      throws IOException {
    String answer =
        raw(
            method,
            "/token",
            "Content-Type: " + type + "\r\nAuthorization: " + basic("app:secret"),
            body);
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(server.ledger().tokenRequests()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer x",
        "basic YXBwOnNlY3JldA==",
        "Basic !!!",
        "Basic ",
        "Basic YXBw",
        "Basic YXBwOnNlY3JldDp4",
        "Basic bmF0aXZlOg==",
        "Basic bm9ib2R5Og==",
        "Basic YXBwOg==",
        "Basic YXBwOiV6eg==",
      })
  void credentialsShouldBeRefusedUnlessTheyAreTheClientsOwn(String authorization)
      throws IOException {
    String type = "Content-Type: application/x-www-form-urlencoded\r\nAuthorization: ";
    for (String path : new String[] {"/token", "/revoke"}) {
      assertThat(raw("POST", path, type + authorization, "grant_type=client_credentials&token=x"))
          .startsWith("HTTP/1.1 401 ")
          .contains("\r\nWWW-Authenticate: Basic realm=\"fake\"\r\n")
          .endsWith("{\"error\":\"invalid_client\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "client_id=nobody", "client_id=app", "client_id=app&client_secret=x"})
  void credentialsInTheFormShouldBeRefusedUnlessTheyAreTheClientsOwn(String parameters)
      throws IOException {
    String type = "Content-Type: application/x-www-form-urlencoded";
    assertThat(raw("POST", "/token", type, "grant_type=client_credentials&" + parameters))
        .startsWith("HTTP/1.1 401 ");
  }

  @Test
  void revocationShouldNeedAToken() {
    assertThat(
            new Browser()
                .post(server.revocationEndpoint(), Form.empty().with("a", "b"), "app", "secret")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void apiShouldWantOneBearerTokenInOneHeader() throws IOException {
    String token = member(app.granted(grant("client_credentials")), "access_token");
    String good = "Authorization: Bearer " + token;
    assertThat(raw("GET", "/api", good, "")).startsWith("HTTP/1.1 200 ");
    assertThat(raw("GET", "/api", "X: y", ""))
        .startsWith("HTTP/1.1 401 ")
        .contains("\r\nWWW-Authenticate: Bearer realm=\"fake\"\r\n");
    assertThat(raw("GET", "/api", good + "x", ""))
        .startsWith("HTTP/1.1 401 ")
        .contains("error=\"invalid_token\"");
    assertThat(raw("GET", "/api", good + "\r\n" + good, "")).startsWith("HTTP/1.1 400 ");
    assertThat(raw("GET", "/api", "Authorization: Basic " + token, "")).startsWith("HTTP/1.1 400 ");
  }

  static Stream<Arguments> unacceptable() {
    return Stream.of(
        Arguments.of("response_type", "", "response_type"),
        Arguments.of("client_id", "", "client_id"),
        Arguments.of("redirect_uri", "", "redirect_uri"),
        Arguments.of("code_challenge_method", "", "code_challenge_method"),
        Arguments.of("code_challenge", "x".repeat(42), "code_challenge"),
        Arguments.of("code_challenge", "x".repeat(44), "code_challenge"),
        Arguments.of("code_challenge", "=".repeat(43), "code_challenge"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("unacceptable")
  void authorizationRequestShouldBeRefusedWithItsReason(String name, String value, String reason) {
    Map<String, String> parameters = new LinkedHashMap<>();
    app.authorization().parameters().forEach((n, values) -> parameters.put(n, values.get(0)));
    parameters.remove(name);
    if (!value.isEmpty()) {
      parameters.put(name, value);
    }
    Form form = Form.empty();
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      form = form.with(parameter.getKey(), parameter.getValue());
    }
    URI url = app.url(form);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.consent(url, "alice"))
        .withMessageContaining("refuses")
        .withMessageContaining(reason);
    assertThatIllegalArgumentException().isThrownBy(() -> server.deny(url));
    assertThat(server.ledger().secrets()).isEmpty();
  }

  @Test
  void callbackShouldSayWhatTheServerWasTold() {
    URI url = app.url(app.authorization());
    assertThat(answer(server.deny(url, "temporarily_unavailable")))
        .containsEntry("error", "temporarily_unavailable")
        .containsEntry("state", "some-state")
        .containsEntry("iss", server.issuer().toString())
        .doesNotContainKey("code");
    assertThat(server.deny(url).toString()).startsWith(CALLBACK + "?error=access_denied&");

    server.issue(Issuing::withoutIssuerMember);
    assertThat(answer(server.consent(url, "alice"))).containsOnlyKeys("code", "state");
    assertThat(answer(server.deny(url))).doesNotContainKey("iss");
  }

  private static Map<String, String> answer(URI callback) {
    Map<String, String> answer = new LinkedHashMap<>();
    Form.decode(callback.getRawQuery()).parameters().forEach((n, v) -> answer.put(n, v.get(0)));
    return answer;
  }

  @Test
  void answerShouldSayWhatTheServerWasTold() {
    server.issue(i -> i.withoutScopeMember().withMember("token_type", "\"mac\""));
    var token = app.granted(grant("client_credentials").with("scope", "a"));
    assertThat(token.body()).doesNotContain("scope").doesNotContain("Bearer");
    assertThat(member(token, "token_type")).isEqualTo("mac");
    assertThat(token.headers().firstValue("cache-control")).contains("no-store");
  }

  /** Starts with an instance in which no value is a default. */
  @Test
  void copyOfIssuingShouldChangeOneThing() {
    var all =
        new Issuing(
            Optional.of(Duration.ofSeconds(1)),
            false,
            Rotation.LENIENT,
            Duration.ofSeconds(2),
            Optional.of(Set.of("a")),
            false,
            false,
            Map.of("b", "1"));
    assertThat(all.withoutLifetime().withLifetime(Duration.ofSeconds(1))).isEqualTo(all);
    assertThat(all.withRefreshToken().withoutRefreshToken()).isEqualTo(all);
    assertThat(all.withRotation(Rotation.OFF).withRotation(Rotation.LENIENT)).isEqualTo(all);
    assertThat(all.withGrace(Duration.ZERO).withGrace(Duration.ofSeconds(2))).isEqualTo(all);
    assertThat(all.withScopes("x", "y").withScopes("a")).isEqualTo(all);
    assertThat(all.withoutScopeMember()).isEqualTo(all);
    assertThat(all.withoutIssuerMember()).isEqualTo(all);
    assertThat(all.withMember("b", "1")).isEqualTo(all);
    assertThat(all.withMember("c", "2").extraMembers()).isEqualTo(Map.of("b", "1", "c", "2"));
    assertThat(all.extraMembers()).isEqualTo(Map.of("b", "1"));
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private String raw(String method, String path, String headers, String body) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.http().port())) {
      socket.setSoTimeout(10_000);
      String request =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
              + headers
              + "\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
