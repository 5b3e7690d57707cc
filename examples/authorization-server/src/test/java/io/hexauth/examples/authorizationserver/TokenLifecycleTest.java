// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import static io.hexauth.examples.authorizationserver.PlainClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TokenLifecycleTest {

  private static DemoAuthorizationServer server;

  private final PlainClient client = new PlainClient(server, DemoClient.ACG_AUTH);
  private String accessToken;
  private String refreshToken;

  @BeforeAll
  static void start() {
    server = DemoAuthorizationServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void consent() {
    Browser bob = new Browser(server).signIn("bob");
    take(client.exchange(bob.approve(client.authorizationUrl())));
  }

  @Test
  void refreshShouldRotateTheRefreshTokenAndRefuseTheOldOne() {
    String first = refreshToken;

    take(client.refresh(first));

    assertThat(refreshToken).isNotEqualTo(first);
    assertThat(server.isActive(first)).isFalse();
    var reuse = client.token("grant_type", "refresh_token", "refresh_token", first);
    assertThat(json(reuse, 400).get("error").asString()).isEqualTo("invalid_grant");
    assertThat(server.isActive(refreshToken)).isTrue();
  }

  @Test
  void refreshShouldLeaveTheReplacedAccessTokenAlive() {
    String first = accessToken;

    take(client.refresh(refreshToken));

    assertThat(client.api("/me", first).statusCode()).isEqualTo(200);
    assertThat(client.api("/me", accessToken).statusCode()).isEqualTo(200);
  }

  @Test
  void refreshShouldBeRefusedWhenTheTokenIsAnotherClients() {
    PlainClient other = new PlainClient(server, DemoClient.HTTP_ACG);

    var response = other.token("grant_type", "refresh_token", "refresh_token", refreshToken);

    assertThat(json(response, 400).get("error").asString()).isEqualTo("invalid_grant");
    assertThat(server.isActive(refreshToken)).isTrue();
  }

  @Test
  void apiShouldRefuseTheAccessTokenWhenItIsRevoked() {
    assertThat(client.api("/me", accessToken).statusCode()).isEqualTo(200);

    assertThat(revoke(accessToken)).isEqualTo(200);

    assertThat(client.api("/me", accessToken).statusCode()).isEqualTo(401);
    assertThat(server.isActive(accessToken)).isFalse();
    assertThat(server.isActive(refreshToken)).isTrue();
  }

  @Test
  void revocationShouldOnlyEndTheReplacedAccessTokenWhenThatIsRevoked() {
    String first = accessToken;
    take(client.refresh(refreshToken));

    assertThat(revoke(first)).isEqualTo(200);

    assertThat(server.isActive(first)).isFalse();
    assertThat(server.isActive(accessToken)).isTrue();
    assertThat(server.isActive(refreshToken)).isTrue();
  }

  @Test
  void revocationShouldEndAllAccessTokensWhenTheRefreshTokenIsRevoked() {
    String first = accessToken;
    take(client.refresh(refreshToken));

    assertThat(revoke(refreshToken)).isEqualTo(200);

    assertThat(server.isActive(refreshToken)).isFalse();
    assertThat(client.api("/me", accessToken).statusCode()).isEqualTo(401);
    assertThat(client.api("/me", first).statusCode()).isEqualTo(401);
  }

  @Test
  void revocationShouldAnswerOkWhenTheTokenIsUnknown() {
    assertThat(revoke("unknown")).isEqualTo(200);
  }

  @Test
  void revocationShouldBeRefusedWhenTheTokenIsAnotherClients() {
    PlainClient other = new PlainClient(server, DemoClient.HTTP_ACG);

    var response = other.post(server.revocationEndpoint(), "token", accessToken);

    assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(server.isActive(accessToken)).isTrue();
  }

  @Test
  void introspectionShouldTellWhoseTokenItIsUntilItIsRevoked() {
    JsonNode active = introspect(accessToken);
    assertThat(active.get("active").asBoolean()).isTrue();
    assertThat(active.get("sub").asString()).isEqualTo("bob");
    assertThat(active.get("client_id").asString()).isEqualTo("acg-auth");

    revoke(accessToken);

    assertThat(introspect(accessToken).toString()).isEqualTo("{\"active\":false}");
    assertThat(introspect("unknown").toString()).isEqualTo("{\"active\":false}");
  }

  private void take(JsonNode tokens) {
    accessToken = tokens.get("access_token").asString();
    refreshToken = tokens.get("refresh_token").asString();
  }

  private int revoke(String token) {
    return client.post(server.revocationEndpoint(), "token", token).statusCode();
  }

  private JsonNode introspect(String token) {
    return json(client.post(server.introspectionEndpoint(), "token", token), 200);
  }
}
