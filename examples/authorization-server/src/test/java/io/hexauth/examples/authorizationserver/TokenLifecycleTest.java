// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import static io.hexauth.examples.authorizationserver.PlainClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
  void refreshShouldSucceedOnceWhenTheSameTokenIsPresentedManyTimesAtOnce() throws Exception {
    int threads = 16;
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      Callable<Integer> refresh =
          () -> {
            together.await(10, TimeUnit.SECONDS);
            return client
                .token("grant_type", "refresh_token", "refresh_token", refreshToken)
                .statusCode();
          };
      List<Integer> statuses = new ArrayList<>();
      for (var answer : executor.invokeAll(Collections.nCopies(threads, refresh))) {
        statuses.add(answer.get());
      }
      assertThat(statuses).hasSize(threads).containsOnly(200, 400).containsOnlyOnce(200);
    } finally {
      executor.shutdownNow();
    }
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
