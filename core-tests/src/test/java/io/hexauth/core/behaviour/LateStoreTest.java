// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.memory.StoreOfOne;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.Incident;
import io.hexauth.testkit.events.RecordedEvents;
import io.hexauth.testkit.log.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A slow store, whose writes and answers come late, with the default lease and hold. */
class LateStoreTest {

  private final World world = new World();
  private final List<Incident> incidents = new CopyOnWriteArrayList<>();
  private final Node here = node();
  private final Node there = node();

  @AfterEach
  void close() {
    world.close();
  }

  private Node node() {
    return world.node(
        world.authorizationCode().build(),
        app -> app.eventListener(RecordedEvents.incidents(incidents::add)));
  }

  private int refreshes() {
    return world.server().ledger().tokenRequests("refresh_token");
  }

  @Test
  void refreshShouldSucceedOnAStoreThatTakesASecondAndAHalfForEachStep() {
    OAuthToken first = here.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    world.store().beforeStep(() -> world.clock().advance(Duration.ofMillis(1_500)));

    OAuthToken second = here.alice().token();

    assertThat(second.accessToken()).isNotEqualTo(first.accessToken());
    assertThat(refreshes()).isEqualTo(1);
    assertThat(world.store().record().version())
        .isEqualTo(new GrantRecord.Version(world.store().record().grantId(), 2));
    assertThat(there.alice().token().accessToken()).isEqualTo(second.accessToken());
  }

  @Test
  void aLeaseThatArrivesLateShouldKeepNoNodeAway() {
    here.consent(world.server(), World.ALICE);
    there.alice().token();
    world.clock().advance(Duration.ofHours(2));
    world.store().holdBackTheLease();
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> here.alice().token());

    world.clock().advance(Duration.ofSeconds(6));
    boolean granted = world.store().deliverTheLease();
    world.store().comeBack();

    assertThat(granted).isFalse();
    assertThat(world.store().record().state()).isEqualTo(GrantState.IDLE);
    assertThat(world.store().record().attempt()).isZero();
    assertThat(there.alice().token()).isNotNull();
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void aCommitWhoseAnswerIsLostShouldNotBeAnIncidentWhenAnotherNodeHasGoneOn() {
    here.consent(world.server(), World.ALICE);
    there.alice().token();
    world.clock().advance(Duration.ofHours(2));
    AtomicReference<OAuthToken> later = new AtomicReference<>();
    world
        .store()
        .afterCommit(
            () -> {
              world.store().afterCommit(() -> {});
              there.alice().token(); // reads the committed token
              later.set(there.alice().refresh());
              throw new IllegalStateException("The answer was lost");
            });

    try (LogCapture log = LogCapture.start()) {
      OAuthToken served = here.alice().token();

      assertThat(served.accessToken()).isEqualTo(later.get().accessToken());
      assertThat(log.lines()).noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
    }
    assertThat(world.store().record().generation()).isEqualTo(3);
    assertThat(world.server().ledger().revocations()).isZero();
    assertThat(world.server().ledger().familiesRevokedForReuse()).isZero();
    assertThat(incidents).isEmpty();
  }

  /** Runs an action once, between the server's answer and the commit. */
  private void beforeCommit(Runnable action) {
    world
        .store()
        .beforeCommit(
            () -> {
              world.store().beforeCommit(() -> {});
              action.run();
            });
  }

  /** The caller gets a timeout, and the credential is still stored. */
  @Test
  void aRunShouldGoOnBeyondTheCallerTimeoutWhileTheStoreLacksItsCredential() {
    here.consent(world.server(), World.ALICE);
    GrantRecord backup = world.store().record();
    here.alice().refresh();
    beforeCommit(
        () -> {
          world.store().restore(StoreOfOne.of(backup, world.clock()));
          world.clock().advance(OAuthClientConfig.defaults().callerTimeout().plusSeconds(1));
        });

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> here.alice().refresh());

    assertThat(world.store().record().generation()).isEqualTo(3);
    assertThat(there.alice().token()).isNotNull();
    assertThat(refreshes()).isEqualTo(2);
  }

  @Test
  void aStoreThatLostEverythingShouldGetItBackWithoutAnotherLookThanThatOfTheCommit() {
    here.consent(world.server(), World.ALICE);
    AtomicInteger looks = new AtomicInteger();
    beforeCommit(
        () -> {
          world.loseEverythingStored();
          looks.set(world.store().finds());
        });

    here.alice().refresh();

    assertThat(world.store().record().generation()).isEqualTo(2);
    assertThat(world.store().finds() - looks.get())
        .as("after the lost race of the commit, and to see what was written back")
        .isEqualTo(2);
  }

  static Stream<RuntimeException> failuresOfCommits() {
    var registration = ClientRegistrationId.of("acme");
    return Stream.of(
        new IllegalStateException("The connection was lost"),
        new UnsupportedOperationException("An adapter with a defect"),
        new UnreadableRecordException(registration, 1, "key-1", "it is damaged"),
        new ServiceUnavailableException(
            registration, Service.STORE, "it is full", false, Optional.empty(), null));
  }

  @ParameterizedTest
  @MethodSource("failuresOfCommits")
  void aTokenShouldBeServedAndStoredLaterHoweverItsCommitFails(RuntimeException failure) {
    here.consent(world.server(), World.ALICE);
    world
        .store()
        .beforeCommit(
            () -> {
              throw failure;
            });

    OAuthToken renewed = here.alice().refresh();

    assertThat(here.alice().token()).isEqualTo(renewed);
    world.store().beforeCommit(() -> {});
    await().until(() -> incidents.stream().anyMatch(i -> i.kind() == Incident.Kind.STORED_LATE));
    assertThat(there.alice().token().accessToken()).isEqualTo(renewed.accessToken());
    assertThat(refreshes()).isEqualTo(1);
  }
}
