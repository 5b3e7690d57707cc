// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.Incident.Kind;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.events.RecordedEvents;
import io.hexauth.testkit.http.Gate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Closing the clients in order. */
class CloseTest {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void closeShouldWaitForARefreshThatIsUnderWayAndForItsListeners() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    CompletableFuture<OAuthToken> refreshing;
    CompletableFuture<Boolean> closing;
    try (Gate gate = world.server().token().hold()) {
      refreshing = Crowd.one(node.alice()::token);
      gate.awaitArrivals(1);
      closing =
          Crowd.one(
              () -> {
                node.close();
                return true;
              });
      await().until(() -> SingleFlightTest.waitingIn("TaskPools", "drain") == 1);
      assertThat(closing).isNotDone();
    }

    assertThat(Crowd.get(closing)).isTrue();
    assertThat(Crowd.get(refreshing)).isEqualTo(node.alice().token());
    assertThat(node.events()).hasSize(2);
    assertThat(world.store().record().generation()).isEqualTo(2);
  }

  @Test
  void closeShouldBeginNothingForACallerThatWaitsForTheTurnOfAGrant() {
    Node node = world.node(world.authorizationCode().resource("https://api.example/").build());
    node.consent(world.server(), World.ALICE);
    OAuthSession other =
        node.alice().withAccess(node.client().registration().access().withResources(Set.of()));
    world.clock().advance(Duration.ofHours(2));
    CompletableFuture<OAuthToken> refreshing;
    CompletableFuture<OAuthToken> waiting;
    CompletableFuture<Boolean> closing;
    try (Gate gate = world.server().token().hold()) {
      refreshing = Crowd.one(node.alice()::token);
      gate.awaitArrivals(1);
      waiting = Crowd.one(other::token);
      await().until(() -> waitForATurn() == 1);
      closing =
          Crowd.one(
              () -> {
                node.close();
                return true;
              });
      await().until(() -> SingleFlightTest.waitingIn("TaskPools", "drain") == 1);
    }

    assertThat(Crowd.get(closing)).isTrue();
    assertThat(Crowd.get(refreshing)).isNotNull();
    assertRefused(() -> Crowd.get(waiting));
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
    assertThat(world.store().record().generation()).isEqualTo(2);
  }

  private static long waitForATurn() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            frames ->
                Arrays.stream(frames).anyMatch(f -> f.getClassName().endsWith(".Acquisition"))
                    && Arrays.stream(frames)
                        .anyMatch(f -> f.getClassName().endsWith(".ReentrantLock")))
        .count();
  }

  @Test
  void closeShouldTellOperatorsOnceWhenANewTokenIsLost() {
    List<Incident> incidents = new CopyOnWriteArrayList<>();
    Node node =
        world.node(
            world.authorizationCode().build(),
            app -> app.eventListener(RecordedEvents.incidents(incidents::add)));
    node.consent(world.server(), World.ALICE);
    world.store().refuseCommits();
    node.alice().refresh();

    node.close();

    assertThat(incidents)
        .extracting(Incident::kind)
        .containsExactly(Kind.SERVED_UNSTORED, Kind.NOT_STORED);
    int tries = world.store().failedCommits();
    world.clock().advance(Duration.ofMinutes(10));
    node.close();
    assertThat(world.store().failedCommits()).as("nothing is tried afterwards").isEqualTo(tries);
  }

  @Test
  void closeShouldStoreANewTokenWhenTheStoreIsBack() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.store().refuseCommits();
    OAuthToken renewed = node.alice().refresh();
    world.store().comeBack();

    node.close();

    assertThat(world.store().record().generation()).isEqualTo(2);
    assertThat(node.alice().token()).isEqualTo(renewed);
  }

  @Test
  void validTokenShouldBeHandedOutAfterCloseAndNothingElseShouldBeDone() {
    Node node = world.node(world.authorizationCode().build());
    OAuthToken token = node.consent(world.server(), World.ALICE);

    node.close();
    node.close();

    for (int minute = 0; minute < 59; minute++) {
      assertThat(node.alice().token()).isEqualTo(token);
      assertThat(node.alice().isTokenExpired()).isFalse();
      world.clock().advance(Duration.ofMinutes(1));
    }
    world.clock().advance(Duration.ofMinutes(1));
    assertRefused(() -> node.alice().token());
    assertRefused(() -> node.alice().refresh());
    assertRefused(() -> node.alice().revoke());
    assertRefused(() -> node.alice().importToken(token, ImportMode.IF_ABSENT));
    assertRefused(() -> node.alice().importToken(token, ImportMode.REPLACE));
    assertThat(world.tokenRequests()).isEqualTo(1);
    assertThat(world.server().revocation().requests()).isEmpty();
  }

  @Test
  void closeShouldDoNothingWhenNothingWasEverAskedFor() {
    Node node = world.node(world.clientCredentials().build());

    node.close();

    assertRefused(node.client()::token);
    assertRefused(() -> node.client().session().obtainToken());
    assertThat(world.tokenRequests()).isZero();
  }

  private static void assertRefused(Runnable call) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(call::run)
        .satisfies(e -> assertThat(e.service()).isEqualTo(Service.CLIENT))
        .satisfies(e -> assertThat(e.isRetryable()).isFalse());
  }
}
