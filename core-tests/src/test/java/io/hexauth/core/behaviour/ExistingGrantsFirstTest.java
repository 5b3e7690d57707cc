// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.testkit.http.Gate;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Visitors, revocations and other servers do not delay the refresh of existing grants. */
class ExistingGrantsFirstTest {

  private static final int THREADS = 2;
  private static final int MANY = 12;

  private static final OAuthClientConfig NARROW =
      OAuthClientConfig.defaults()
          .withLimits(THREADS, 1000)
          .withConcurrentAuthorizations(THREADS)
          .withConcurrentRevocations(THREADS);

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private static Principal user(int number) {
    return Principal.of("user-" + number);
  }

  /** {@return a node with due grants of Alice and of this number of users} */
  private Node expired(int users) {
    Node node = world.node(world.authorizationCode().build(), app -> app.config(NARROW));
    node.consent(world.server(), World.ALICE);
    for (int i = 0; i < users; i++) {
      node.consent(world.server(), user(i));
    }
    world.clock().advance(Duration.ofHours(2));
    return node;
  }

  @Test
  void aRefreshShouldNotWaitForCodeExchangesThatHang() {
    Node node = expired(0);
    int before = world.server().token().requests().size();
    for (int i = 0; i < THREADS; i++) {
      world.server().token().next(Reply.normal().hanging());
    }
    List<CompletableFuture<OAuthToken>> visitors =
        Crowd.start(MANY, i -> () -> node.consent(world.server(), user(i)));
    world.server().token().awaitRequests(before + THREADS);

    assertThat(Crowd.get(Crowd.one(node.alice()::token))).isNotNull();

    assertThat(visitors.stream().filter(CompletableFuture::isDone)).isEmpty();
  }

  @Test
  void aRefreshShouldNotWaitForRevocationsThatHang() {
    Node node = expired(MANY);
    try (Gate gate = world.server().revocation().hold()) {
      List<CompletableFuture<Boolean>> leaving =
          Crowd.start(MANY, i -> () -> node.client().session(user(i)).revoke());
      gate.awaitArrivals(THREADS);

      assertThat(Crowd.get(Crowd.one(node.alice()::token))).isNotNull();

      assertThat(leaving.stream().filter(CompletableFuture::isDone)).isEmpty();
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          IntStream.range(0, MANY)
                              .filter(i -> node.client().session(user(i)).current().isPresent())
                              .toArray())
                      .as("grants that have not ended here yet")
                      .isEmpty());
      assertThat(gate.arrivals()).as("revocations at once").isEqualTo(THREADS);
    }
  }

  @Test
  void aRefreshShouldNotWaitForTheRevocationOfWhatAnotherRefreshBrought() {
    Node node = expired(THREADS);
    Node other = world.node(world.authorizationCode().build());
    List<CompletableFuture<OAuthToken>> late;
    Gate revocations;
    try (Gate answers = world.server().token().holdAnswers()) {
      late = Crowd.start(THREADS, i -> node.client().session(user(i))::token);
      answers.awaitArrivals(THREADS);
      for (int i = 0; i < THREADS; i++) {
        assertThat(other.client().session(user(i)).revoke()).isTrue();
      }
      revocations = world.server().revocation().hold();
    }
    try (revocations) {
      revocations.awaitArrivals(THREADS);

      assertThat(Crowd.get(Crowd.one(node.alice()::token))).isNotNull();

      for (CompletableFuture<OAuthToken> each : late) {
        assertThatExceptionOfType(ReauthorizationRequiredException.class)
            .isThrownBy(() -> Crowd.get(each));
      }
    }
  }

  @Test
  void aRealmThatHangsShouldHoldUpNoOtherRealmOfItsHost() {
    Node node =
        world.node(
            world.authorizationCode().build(),
            app ->
                app.config(NARROW)
                    .registration(
                        world
                            .clientCredentials()
                            .id("realm-b")
                            .tokenEndpoint(world.server().tokenEndpoint() + "?realm=b")
                            .build()));
    for (int i = 0; i < THREADS; i++) {
      node.consent(world.server(), user(i));
    }
    world.clock().advance(Duration.ofHours(2));
    int before = world.server().token().requests().size();
    for (int i = 0; i < THREADS; i++) {
      world.server().token().next(Reply.normal().hanging());
    }
    var hanging = Crowd.start(THREADS, i -> node.client().session(user(i))::token);
    world.server().token().awaitRequests(before + THREADS);

    assertThat(Crowd.get(Crowd.one(node.clients().get("realm-b")::token))).isNotNull();

    assertThat(hanging.stream().filter(CompletableFuture::isDone)).isEmpty();
  }

  @Test
  void aRevocationWithoutAnAnswerShouldBeTheLastOfItsGrant() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.server().revocation().always(Reply.normal().resetting());

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.alice().revoke());

    assertThat(world.server().revocation().requests())
        .extracting(request -> request.form().first("token_type_hint").orElse(""))
        .containsExactly("refresh_token");
  }

  @Test
  void closeShouldWaitForCodeExchangesAndRevocationsThatAreUnderWay() {
    Node node = expired(1);
    CompletableFuture<Boolean> leaving;
    CompletableFuture<OAuthToken> arriving;
    CompletableFuture<Boolean> closing;
    try (Gate tokens = world.server().token().hold();
        Gate revocations = world.server().revocation().hold()) {
      leaving = Crowd.one(() -> node.client().session(user(0)).revoke());
      arriving = Crowd.one(() -> node.consent(world.server(), user(1)));
      tokens.awaitArrivals(1);
      revocations.awaitArrivals(1);
      closing =
          Crowd.one(
              () -> {
                node.close();
                return true;
              });
      await().until(() -> SingleFlightTest.waitingIn("TaskPools", "drain") == 1);
    }

    assertThat(Crowd.get(closing)).isTrue();
    assertThat(Crowd.get(arriving)).isNotNull();
    assertThat(Crowd.get(leaving)).isTrue();
  }
}
