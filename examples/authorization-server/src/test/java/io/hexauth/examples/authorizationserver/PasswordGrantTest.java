// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import static io.hexauth.examples.authorizationserver.PlainClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PasswordGrantTest {

  private static DemoAuthorizationServer server;

  private final PlainClient client = new PlainClient(server, DemoClient.HTTP_ROPCG);

  @BeforeAll
  static void start() {
    server = DemoAuthorizationServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void passwordGrantShouldYieldARefreshTokenThatWorks() {
    JsonNode tokens = json(request(client, "alice", "alice-demo-password"), 200);

    assertThat(client.api("/me", tokens.get("access_token").asString()).statusCode())
        .isEqualTo(200);
    JsonNode refreshed = client.refresh(tokens.get("refresh_token").asString());

    JsonNode me = json(client.api("/me", refreshed.get("access_token").asString()), 200);
    assertThat(me.get("subject").asString()).isEqualTo("alice");
  }

  @Test
  void passwordGrantShouldYieldNoRefreshTokenWhenTheClientMayNotUseOne() {
    PlainClient other = new PlainClient(server, DemoClient.HTTP_ROPCG_WITHOUT_REFRESH);

    JsonNode tokens = json(request(other, "bob", "bob-demo-password"), 200);

    assertThat(tokens.propertyNames())
        .containsExactlyInAnyOrder("access_token", "token_type", "expires_in");
    JsonNode me = json(other.api("/me", tokens.get("access_token").asString()), 200);
    assertThat(me.get("subject").asString()).isEqualTo("bob");
    String accessToken = tokens.get("access_token").asString();
    JsonNode active = json(other.post(server.introspectionEndpoint(), "token", accessToken), 200);
    assertThat(active.get("sub").asString()).isEqualTo("bob");
  }

  @ParameterizedTest
  @CsvSource({"alice,wrong", "alice,bob-demo-password", "carol,alice-demo-password"})
  void passwordGrantShouldBeRefusedWhenUserOrPasswordIsWrong(String user, String password) {
    assertThat(json(request(client, user, password), 400).get("error").asString())
        .isEqualTo("invalid_grant");
  }

  @Test
  void passwordGrantShouldBeRefusedWhenAParameterIsMissing() {
    var response = client.token("grant_type", "password", "username", "alice");

    assertThat(json(response, 400).get("error").asString()).isEqualTo("invalid_request");
  }

  @Test
  void passwordGrantShouldBeRefusedWhenTheClientMayNotUseIt() {
    PlainClient other = new PlainClient(server, DemoClient.HTTP_CCG);

    var response = request(other, "alice", "alice-demo-password");

    assertThat(json(response, 400).get("error").asString()).isEqualTo("unauthorized_client");
  }

  @Test
  void passwordGrantShouldBeRefusedWhenAScopeIsNotTheClients() {
    var response =
        client.token(
            "grant_type", "password",
            "username", "alice",
            "password", "alice-demo-password",
            "scope", "read");

    assertThat(json(response, 400).get("error").asString()).isEqualTo("invalid_scope");
  }

  private static HttpResponse<String> request(PlainClient client, String user, String password) {
    return client.token("grant_type", "password", "username", user, "password", password);
  }
}
