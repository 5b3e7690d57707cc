// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.RotationPolicy;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.api.TokenEvent.Cause;
import io.hexauth.testkit.server.Rotation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Token events: which listeners receive them, when, and how often. */
class TokenEventTest {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void listenerShouldFindInTheStoreWhatItIsTold() {
    var stored = new CopyOnWriteArrayList<Long>();
    Node node =
        world.node(
            world.authorizationCode().build(),
            b -> b.eventListener(event -> stored.add(world.store().record().generation())));
    node.consent(world.server(), World.ALICE);
    await().until(() -> stored.size() == 1);
    node.alice().refresh();
    node.close();

    assertThat(stored).containsExactly(1L, 2L);
    TokenEvent event = node.events().get(1);
    assertThat(event.principal()).isEqualTo(World.ALICE);
    assertThat(event.registration().value()).isEqualTo("acme");
    assertThat(event.grantId()).isEqualTo(world.store().record().grantId());
    assertThat(event.toString()).doesNotContain(event.token().orElseThrow().accessToken().value());
  }

  @Test
  void eachGenerationShouldBeToldOnceAndInOrderHoweverManyRefresh() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    Crowd.all(
        16,
        () -> {
          for (int i = 0; i < 10; i++) {
            node.alice().refresh();
            node.alice().current();
          }
          return true;
        });
    node.close();

    long last = world.store().record().generation();
    assertThat(node.events())
        .extracting(TokenEvent::generation)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, last).boxed().toList());
    assertThat(node.events())
        .extracting(TokenEvent::cause)
        .containsOnly(Cause.GRANTED, Cause.REFRESHED);
  }

  @Test
  void committerShouldSayRefreshedWhenItAlsoFindsItsOwnTokenInTheStore() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofMinutes(59));
    CompletableFuture<OAuthToken> refreshing;
    try (var pause = new Pause()) {
      world.store().afterCommit(pause);
      refreshing = Crowd.one(() -> node.alice().refresh());
      pause.awaitReached();
      Node other = world.node(world.authorizationCode().build());
      assertThat(other.alice().token()).isNotNull();
      world.clock().advance(Duration.ofMinutes(1));
      // Finds generation 2 before its commit is acknowledged.
      assertThat(node.alice().current()).isPresent();
    }
    Crowd.get(refreshing);
    node.close();

    assertThat(node.events()).extracting(TokenEvent::generation).containsExactly(1L, 2L);
    assertThat(node.events())
        .extracting(TokenEvent::cause)
        .containsExactly(Cause.GRANTED, Cause.REFRESHED);
  }

  @Test
  void listenerShouldHearOfTheTokenThatAnotherNodeStoredInPlaceOfItsOwn() {
    world.server().issue(issuing -> issuing.withRotation(Rotation.OFF));
    ClientRegistration registration =
        world.authorizationCode().rotation(new RotationPolicy.NonRotating()).build();
    OAuthClientConfig config =
        OAuthClientConfig.defaults().withCallerTimeout(Duration.ofMinutes(5));
    Node slow = world.node(registration, b -> b.config(config));
    Node quick = world.node(registration, b -> b.config(config));
    slow.consent(world.server(), World.ALICE);
    var first = new AtomicBoolean(true);
    world
        .store()
        .beforeCommit(
            () -> {
              if (first.getAndSet(false)) { // the lease of the slow node ends
                world.clock().advance(config.lease().plus(config.hold()).plusMillis(1));
                quick.alice().refresh();
              }
            });

    OAuthToken token = slow.alice().refresh();
    slow.close();

    assertThat(token.accessToken()).isEqualTo(quick.alice().token().accessToken());
    assertThat(slow.events()).extracting(TokenEvent::generation).containsExactly(1L, 2L);
    assertThat(slow.events().get(1).cause()).isEqualTo(Cause.ADOPTED);
    assertThat(slow.events().get(1).token().orElseThrow().accessToken())
        .isEqualTo(token.accessToken());
  }

  @Test
  void nodeShouldTellNothingOfAGrantAfterItsRevocationWhenACommitIsAcknowledgedLate() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    whileACommitIsNotAcknowledged(node, () -> node.alice().revoke());
    node.consent(world.server(), World.ALICE);
    node.close();

    assertThat(node.events())
        .extracting(TokenEvent::cause)
        .containsExactly(Cause.GRANTED, Cause.REVOKED, Cause.GRANTED);
    assertThat(node.events()).extracting(TokenEvent::generation).containsExactly(1L, 2L, 1L);
  }

  @Test
  void nodeShouldTellNothingOfAGrantAfterItsRevocationWhenItsTokenWasReadBefore() {
    world.node(world.authorizationCode().build()).consent(world.server(), World.ALICE);
    Node node = world.node(world.authorizationCode().build());
    CompletableFuture<OAuthToken> reading;
    try (var pause = new Pause()) {
      var first = new AtomicBoolean(true);
      world
          .store()
          .tamper(
              record -> {
                if (first.getAndSet(false)) {
                  pause.run();
                }
                return record;
              });
      reading = Crowd.one(() -> node.alice().token());
      pause.awaitReached();
      node.alice().revoke();
    }
    Crowd.get(reading);
    node.close();

    assertThat(node.events()).extracting(TokenEvent::cause).containsExactly(Cause.REVOKED);
  }

  @Test
  void nodeShouldTellNothingOfARevokedGrantWhenItsCacheEntryWasReplacedInBetween() {
    Node node =
        world.node(
            world.authorizationCode().build(),
            b -> b.config(OAuthClientConfig.defaults().withLimits(16, 1)));
    node.consent(world.server(), World.ALICE);
    OAuthSession kept = node.alice();
    node.consent(world.server(), Principal.of("bob")); // evicts the entry of the kept session
    whileACommitIsNotAcknowledged(node, () -> kept.revoke());
    node.close();

    assertThat(node.events())
        .filteredOn(event -> event.principal().equals(World.ALICE))
        .last()
        .extracting(TokenEvent::cause)
        .isEqualTo(Cause.REVOKED);
  }

  @Test
  void nodeShouldNotTellOfAGrantThatANewConsentHasReplacedWhenACommitIsAcknowledgedLate() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    whileACommitIsNotAcknowledged(node, () -> node.consent(world.server(), World.ALICE));
    world.clock().advance(OAuthClientConfig.defaults().staleness());
    node.alice().token();
    node.close();

    assertThat(node.events())
        .extracting(TokenEvent::cause)
        .containsExactly(Cause.GRANTED, Cause.GRANTED);
  }

  /** Refreshes, and runs the action after the new token is stored and before the node knows it. */
  private void whileACommitIsNotAcknowledged(Node node, Runnable action) {
    CompletableFuture<OAuthToken> refreshing;
    try (var pause = new Pause()) {
      world.store().afterCommit(pause);
      refreshing = Crowd.one(() -> node.alice().refresh());
      pause.awaitReached();
      action.run();
    }
    Crowd.get(refreshing);
  }

  static List<Supplier<Throwable>> failures() {
    return List.of(
        () -> new IllegalStateException("a listener's own"),
        () -> new NoClassDefFoundError("gone"),
        () -> new AssertionError("not as expected"),
        StackOverflowError::new);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void otherListenersAndLaterEventsShouldBeUntouchedWhenOneThrows(Supplier<Throwable> failure) {
    Node node =
        world.node(
            world.authorizationCode().build(),
            b -> b.eventListener(event -> sneakilyThrow(failure.get())));
    node.consent(world.server(), World.ALICE);
    await().until(() -> node.events().size() == 1);
    node.alice().refresh();

    await().until(() -> node.events().size() == 2);
    assertThat(node.alice().token()).isNotNull();
  }

  @Test
  void callersShouldNotWaitForAListener() {
    try (var pause = new Pause()) {
      Node node =
          world.node(world.authorizationCode().build(), b -> b.eventListener(e -> pause.run()));

      OAuthToken token = node.consent(world.server(), World.ALICE);

      pause.awaitReached();
      assertThat(node.alice().token()).isEqualTo(token);
      assertThat(node.alice().refresh()).isNotEqualTo(token);
    }
  }

  @Test
  void listenerMayCallTheSession() {
    var seen = new CopyOnWriteArrayList<OAuthToken>();
    var node = new CompletableFuture<Node>();
    node.complete(
        world.node(
            world.authorizationCode().build(),
            b -> b.eventListener(event -> seen.add(Crowd.get(node).alice().token()))));

    OAuthToken token = Crowd.get(node).consent(world.server(), World.ALICE);

    await().until(() -> seen.contains(token));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneakilyThrow(Throwable failure) throws T {
    throw (T) failure;
  }
}
