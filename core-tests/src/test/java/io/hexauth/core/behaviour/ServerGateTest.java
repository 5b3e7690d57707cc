// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.testkit.http.Gate;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * I8, A1, A7: a server with problems gets fewer requests, and does not delay callers of other
 * servers.
 */
class ServerGateTest {

  private static final int USERS = 50;
  private static final int TOGETHER = 6;

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private static Principal user(int number) {
    return Principal.of("user-" + number);
  }

  @DisplayName("A1: fifty grants expire while the server is down: a few requests, then one by one")
  @Test
  void aServerThatDoesNotAnswerShouldBeLeftInPeace() {
    Node node = world.node(world.authorizationCode().build());
    for (int i = 0; i < USERS; i++) {
      node.consent(world.server(), user(i));
    }
    world.clock().advance(Duration.ofHours(2));
    int before = world.tokenRequests();
    world.server().token().always(Reply.of(502));

    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < USERS; i++) {
        Principal user = user(i);
        assertThatExceptionOfType(OAuthException.class)
            .isThrownBy(() -> node.client().session(user).token());
      }
    }
    int opened = OAuthClientConfig.defaults().circuitThreshold();
    assertThat(world.tokenRequests() - before).isEqualTo(opened);

    world.clock().advance(Duration.ofMinutes(2));
    assertThatExceptionOfType(OAuthException.class)
        .isThrownBy(() -> node.client().session(user(USERS - 1)).token());
    assertThat(world.tokenRequests() - before).as("one finds out").isEqualTo(opened + 1);
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.client().session(user(USERS - 2)).token())
        .satisfies(e -> assertThat(e.retryAfter()).isPresent());
    assertThat(world.tokenRequests() - before).isEqualTo(opened + 1);

    world.server().token().behave();
    world.clock().advance(Duration.ofMinutes(5));
    for (int i = opened; i < USERS - 1; i++) {
      assertThat(node.client().session(user(i)).token()).isNotNull();
    }
  }

  @DisplayName("a client error is an answer, also where it is no OAuth error")
  @Test
  void clientErrorsShouldNotCloseTheGate() {
    Node node = world.node(world.authorizationCode().build());
    for (int i = 0; i < USERS; i++) {
      node.consent(world.server(), user(i));
    }
    world.clock().advance(Duration.ofHours(2));
    int before = world.tokenRequests();
    world.server().token().always(Reply.html(400));

    for (int i = 0; i < USERS; i++) {
      Principal user = user(i);
      assertThatExceptionOfType(OAuthException.class)
          .isThrownBy(() -> node.client().session(user).token());
    }

    assertThat(world.tokenRequests() - before).isEqualTo(USERS);
  }

  @DisplayName("A7: a client that the server does not know asks once for each step of its back-off")
  @Test
  void aRefusedClientShouldStopAsking() {
    Node node =
        world.node(
            world.authorizationCode().build().toBuilder()
                .clientSecretBasic(World.CLIENT, world::secret)
                .build());
    for (int i = 0; i < USERS; i++) {
      node.consent(world.server(), user(i));
    }
    world.clock().advance(Duration.ofHours(2));
    int before = world.tokenRequests();
    world.useSecret("wrong");

    for (int i = 0; i < 2 * USERS; i++) {
      Principal user = user(i % USERS);
      assertThatExceptionOfType(TokenRequestRejectedException.class)
          .isThrownBy(() -> node.client().session(user).token());
    }
    assertThat(world.tokenRequests() - before).isEqualTo(1);

    world.clock().advance(Duration.ofSeconds(11));
    for (int i = 0; i < USERS; i++) {
      Principal user = user(i);
      assertThatExceptionOfType(TokenRequestRejectedException.class)
          .isThrownBy(() -> node.client().session(user).token());
    }
    assertThat(world.tokenRequests() - before).as("one more").isEqualTo(2);

    world.useSecret(World.SECRET);
    world.clock().advance(Duration.ofSeconds(21));
    for (int i = 0; i < USERS; i++) {
      assertThat(node.client().session(user(i)).token()).isNotNull();
    }
  }

  @DisplayName("A7: refusals of a client that were on their way together count once")
  @Test
  void refusalsOnTheirWayTogetherShouldBeOneStep() {
    Node node =
        world.node(
            world.authorizationCode().build().toBuilder()
                .clientSecretBasic(World.CLIENT, world::secret)
                .build());
    for (int i = 0; i < TOGETHER; i++) {
      node.consent(world.server(), user(i));
    }
    world.clock().advance(Duration.ofHours(2));
    world.useSecret("wrong");
    List<CompletableFuture<OAuthToken>> refused;
    try (Gate gate = world.server().token().hold()) {
      refused = Crowd.start(TOGETHER, i -> () -> node.client().session(user(i)).token());
      gate.awaitArrivals(TOGETHER);
    }
    for (CompletableFuture<OAuthToken> each : refused) {
      assertThatExceptionOfType(TokenRequestRejectedException.class)
          .isThrownBy(() -> Crowd.get(each));
    }
    int before = world.tokenRequests();

    world.server().changeClientSecret(World.CLIENT, "wrong");
    world.clock().advance(Duration.ofSeconds(9));
    assertThatExceptionOfType(TokenRequestRejectedException.class)
        .isThrownBy(() -> node.client().session(user(0)).token());
    assertThat(world.tokenRequests()).isEqualTo(before);
    world.clock().advance(Duration.ofSeconds(2));
    assertThat(node.client().session(user(0)).token()).isNotNull();
  }

  @DisplayName("the bulkhead: a server that hangs takes no thread from the callers of another")
  @Test
  void aHangingServerShouldNotDelayCallersOfOthers() {
    try (FakeAuthorizationServer other =
        FakeAuthorizationServer.builder()
            .client(World.CLIENT, World.SECRET)
            .clock(world.clock())
            .start()) {
      Node node =
          world.node(
              world.clientCredentials().build(),
              binder ->
                  binder
                      .config(OAuthClientConfig.defaults().withLimits(1, 100))
                      .registration(
                          world
                              .clientCredentials()
                              .id("other")
                              .tokenEndpoint(other.tokenEndpoint().toString())
                              .build()));
      CompletableFuture<OAuthToken> hanging;
      try (Gate gate = world.server().token().hold()) {
        hanging = Crowd.one(() -> node.client().token());
        gate.awaitArrivals(1);
        assertThat(node.clients().get("other").token()).isNotNull();
        assertThat(hanging).isNotDone();
      }
      assertThat(Crowd.get(hanging)).isNotNull();
    }
  }
}
