// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import static io.hexauth.examples.authorizationserver.PlainClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ClientCredentialsTest {

  private static final String GRANT = "client_credentials";

  private static DemoAuthorizationServer server;

  private final PlainClient client = new PlainClient(server, DemoClient.HTTP_CCG);

  @BeforeAll
  static void start() {
    server = DemoAuthorizationServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void clientCredentialsShouldYieldATokenOfTheClientWithoutRefreshToken() {
    JsonNode tokens = json(client.token("grant_type", GRANT, "scope", "read write"), 200);

    assertThat(tokens.has("refresh_token")).isFalse();
    JsonNode me = json(client.api("/me", tokens.get("access_token").asString()), 200);
    assertThat(me.get("subject").asString()).isEqualTo("http-ccg");
    assertThat(me.get("scopes").toString()).isEqualTo("[\"read\",\"write\"]");
  }

  @Test
  void clientCredentialsShouldYieldNoScopesWhenNoneIsAskedFor() {
    JsonNode tokens = json(client.token("grant_type", GRANT), 200);

    assertThat(tokens.has("scope")).isFalse();
    assertThat(client.api("/read", tokens.get("access_token").asString()).statusCode())
        .isEqualTo(403);
  }

  @Test
  void clientCredentialsShouldBeRefusedWhenAScopeIsUnknown() {
    var response = client.token("grant_type", GRANT, "scope", "read everything");

    assertThat(json(response, 400).get("error").asString()).isEqualTo("invalid_scope");
  }

  @Test
  void clientCredentialsShouldBeRefusedWhenTheClientMayNotUseThem() {
    PlainClient other = new PlainClient(server, DemoClient.HTTP_ACG);

    assertThat(json(other.token("grant_type", GRANT), 400).get("error").asString())
        .isEqualTo("unauthorized_client");
  }

  @Test
  void clientShouldAlsoAuthenticateInTheBody() {
    var response =
        client.postWithoutHeader(
            server.tokenEndpoint(),
            "grant_type",
            GRANT,
            "client_id",
            DemoClient.HTTP_CCG.clientId(),
            "client_secret",
            DemoClient.HTTP_CCG.clientSecret());

    assertThat(json(response, 200).has("access_token")).isTrue();
  }

  @Test
  void clientShouldBeRefusedWhenTheSecretIsWrong() {
    var response =
        client.postWithoutHeader(
            server.tokenEndpoint(),
            "grant_type",
            GRANT,
            "client_id",
            DemoClient.HTTP_CCG.clientId(),
            "client_secret",
            "wrong");

    assertThat(json(response, 401).get("error").asString()).isEqualTo("invalid_client");
  }

  @Test
  void clientShouldBeRefusedWithoutABodyWhenItDoesNotAuthenticate() {
    var response = client.postWithoutHeader(server.tokenEndpoint(), "grant_type", GRANT);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void grantTypeShouldBeRefusedWhenUnknown() {
    assertThat(json(client.token("grant_type", "wish"), 400).get("error").asString())
        .isEqualTo("unsupported_grant_type");
  }

  @Test
  void tokenRequestsShouldBeCountedByClientAndGrantType() {
    String clientId = DemoClient.HTTP_ROPCG.clientId();
    PlainClient other = new PlainClient(server, DemoClient.HTTP_ROPCG);

    other.token("grant_type", "password", "username", "alice", "password", "wrong");
    other.token("grant_type", "refresh_token", "refresh_token", "unknown");
    other.postWithoutHeader(
        server.tokenEndpoint(), "grant_type", "refresh_token", "client_id", clientId);

    assertThat(server.tokenRequests(clientId)).isEqualTo(3);
    assertThat(server.tokenRequests(clientId, "password")).isEqualTo(1);
    assertThat(server.tokenRequests(clientId, "refresh_token")).isEqualTo(2);
    assertThat(server.tokenRequests("nobody")).isZero();
    assertThat(server.tokenRequests("nobody", "password")).isZero();
  }
}
