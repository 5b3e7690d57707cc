// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.http.Gate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A service that hangs is named to each caller whose timeout ends: to those whose request waits for
 * it, and to those whose request waits behind such a request.
 */
class NamedServiceTest {

  /** Short time limits, for callers who join a request that already waits for the service. */
  private static final OAuthClientConfig HASTY =
      OAuthClientConfig.defaults().withCallerTimeout(Duration.ofSeconds(1));

  private static final Principal BOB = Principal.of("bob");

  private final World world = new World();
  private final CountDownLatch storeIsBack = new CountDownLatch(1);
  private final AtomicInteger waiting = new AtomicInteger();

  @AfterEach
  void close() {
    storeIsBack.countDown();
    world.close();
  }

  private Node node(ClientRegistration registration, OAuthClientConfig config) {
    return world.node(registration, app -> app.config(config));
  }

  private void storeHangs() {
    world
        .store()
        .beforeStep(
            () -> {
              waiting.incrementAndGet();
              awaitStore();
            });
  }

  private void awaitStore() {
    try {
      storeIsBack.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void assertIsNamed(Service service, String how, Runnable call) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(call::run)
        .satisfies(e -> assertThat(e.service()).isEqualTo(service))
        .satisfies(e -> assertThat(e.isRetryable()).isTrue())
        .withMessageContaining(how)
        .withMessageContaining("the request continues");
  }

  @Test
  void theStoreShouldBeNamedWhenTheRequestWaitsForIt() {
    OAuthSession session = node(world.clientCredentials().build(), HASTY).client().session();
    storeHangs();
    CompletableFuture<OAuthToken> first = Crowd.one(session::obtainToken);
    await().until(() -> waiting.get() == 1);

    assertIsNamed(Service.STORE, "no answer within", session::obtainToken);

    assertThat(waiting).as("requests that reached the store").hasValue(1);
    assertThat(first).isNotNull();
  }

  @Test
  void theServerShouldBeNamedWhenTheRequestWaitsForIt() {
    OAuthSession session = node(world.clientCredentials().build(), HASTY).client().session();
    try (Gate gate = world.server().token().holdAnswers()) {
      CompletableFuture<OAuthToken> first = Crowd.one(session::obtainToken);
      gate.awaitArrivals(1);

      assertIsNamed(Service.AUTHORIZATION_SERVER, "no answer within", session::obtainToken);

      assertThat(gate.arrivals()).as("requests that reached the server").isEqualTo(1);
      assertThat(first).isNotNull();
    }
  }

  @Test
  void theStoreShouldBeNamedWhenAnotherRequestOfTheGrantWaitsForIt() throws Exception {
    Node node = node(world.authorizationCode().build(), HASTY);
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    storeHangs();
    CompletableFuture<OAuthToken> first = Crowd.one(node.alice()::token);
    await().until(() -> waiting.get() == 1);

    assertIsNamed(
        Service.STORE, "while earlier requests were waiting", () -> node.alice().refresh());

    assertThat(waiting).as("requests that reached the store").hasValue(1);
    assertThat(first).isNotNull();
  }

  @Test
  void theStoreShouldBeNamedWhenEveryThreadWaitsForIt() {
    ClientRegistration registration = world.authorizationCode().build();
    Node other = world.node(registration);
    other.consent(world.server(), World.ALICE);
    other.consent(world.server(), BOB);
    Node node = node(registration, HASTY.withLimits(1, 100));
    storeHangs();
    CompletableFuture<OAuthToken> first = Crowd.one(node.alice()::token);
    await().until(() -> waiting.get() == 1);

    assertIsNamed(
        Service.STORE,
        "while earlier requests were waiting",
        () -> node.client().session(BOB).token());

    assertThat(waiting).as("requests that reached the store").hasValue(1);
    assertThat(first).isNotNull();
  }

  @Test
  void theServerShouldBeNamedWhenEveryThreadWaitsForIt() {
    ClientRegistration registration = world.authorizationCode().build();
    Node node = node(registration, HASTY.withLimits(1, 100));
    node.consent(world.server(), World.ALICE);
    node.consent(world.server(), BOB);
    world.clock().advance(Duration.ofHours(2));
    try (Gate gate = world.server().token().holdAnswers()) {
      CompletableFuture<OAuthToken> first = Crowd.one(node.alice()::token);
      gate.awaitArrivals(1);

      assertIsNamed(
          Service.AUTHORIZATION_SERVER,
          "while earlier requests were waiting",
          () -> node.client().session(BOB).token());

      assertThat(first).isNotNull();
    }
  }
}
