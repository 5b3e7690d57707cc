// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.memory.StoreOfOne;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.Incident.Kind;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.testkit.events.RecordedEvents;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * I3: the server has replaced the refresh token, the store is down, and memory has room for one
 * grant.
 */
class OnlyCopyTest {

  private static final int OTHERS = 40;
  private static final Duration UNTIL_OTHERS_MAY_PRESENT =
      OAuthClientConfig.defaults().lease().plus(OAuthClientConfig.defaults().hold()).plusSeconds(1);

  private final World world = new World();
  private final List<Incident> incidents = new CopyOnWriteArrayList<>();
  private final Node node =
      world.node(
          world.authorizationCode().build(),
          binder ->
              binder
                  .config(OAuthClientConfig.defaults().withLimits(4, 1))
                  .eventListener(RecordedEvents.incidents(incidents::add)));

  @AfterEach
  void close() {
    world.store().comeBack();
    world.close();
  }

  @Test
  void credentialShouldReachAStoreThatWentBackWhileItWasPutOff() {
    node.consent(world.server(), World.ALICE);
    GrantRecord backup = world.store().record();
    node.alice().refresh();
    world.store().refuseCommits();
    node.alice().refresh();
    world.store().restore(StoreOfOne.of(backup, world.clock()));

    world.store().comeBack();

    await().until(() -> world.store().record().generation() == 3);
    world.clock().advance(Duration.ofHours(2));
    assertThat(node.alice().token()).isNotNull();
    assertThat(world.server().ledger().mostPresentations()).isEqualTo(1);
    assertThat(world.server().ledger().familiesRevokedForReuse()).isZero();
  }

  @Test
  void consentShouldNotBeEvictedUntilItIsStored() {
    world.store().refusePuts();
    OAuthToken token = node.consent(world.server(), World.ALICE);
    othersCome();

    assertThat(node.alice().token()).isEqualTo(token);

    world.store().comeBack();
    await().until(() -> incidents.stream().anyMatch(i -> i.kind() == Kind.STORED_LATE));
    await().until(this::isEvictedByOthers);
  }

  @Test
  void credentialThatIsStoredNowhereElseShouldNotBeEvicted() {
    node.consent(world.server(), World.ALICE);
    world.store().refuseCommits();
    OAuthToken renewed = node.alice().refresh();
    othersCome();
    world.clock().advance(UNTIL_OTHERS_MAY_PRESENT);
    await().until(() -> incidents.stream().anyMatch(i -> i.kind() == Kind.NOT_STORED));

    world.store().comeBack();
    world.clock().advance(Duration.ofHours(2));

    assertThat(node.alice().token()).isNotEqualTo(renewed);
    assertThat(world.server().ledger().mostPresentations()).isEqualTo(1);
    assertThat(world.server().ledger().familiesRevokedForReuse()).isZero();
    assertThat(world.store().record().generation()).isEqualTo(3);
  }

  @Test
  void credentialShouldNotBeCalledLostWhenTheStoreGetsItAtTheLastMoment() {
    node.consent(world.server(), World.ALICE);
    GrantRecord backup = world.store().record();
    node.alice().refresh();
    world.store().refuseCommits();
    node.alice().refresh();
    try (var pause = new Pause()) {
      world.store().beforeCommit(pause);
      world.store().comeBack();
      pause.awaitReached();
      world.store().restore(StoreOfOne.of(backup, world.clock()));
      world.clock().advance(UNTIL_OTHERS_MAY_PRESENT);
    }

    await().until(() -> world.store().record().generation() == 3);
    node.close();
    assertThat(incidents)
        .extracting(Incident::kind)
        .containsExactly(Kind.SERVED_UNSTORED, Kind.STORE_REPAIRED);
  }

  /**
   * The store has an older credential and would get the new one, but another node ends the grant
   * first.
   */
  @Test
  void credentialShouldNotReplaceTheEndThatAnotherNodeGivesItsGrantAtTheLastMoment() {
    node.consent(world.server(), World.ALICE);
    Node other = world.node(world.authorizationCode().build());
    world.store().refuseCommits();
    node.alice().refresh();
    world.clock().advance(UNTIL_OTHERS_MAY_PRESENT);
    await().until(() -> incidents.stream().anyMatch(i -> i.kind() == Kind.NOT_STORED));
    var steps = new AtomicInteger();
    world
        .store()
        .beforeStep(
            () -> {
              if (steps.incrementAndGet()
                  == 2) { // the first step is the read that shows the old record
                other.alice().revoke();
              }
            });
    world.store().comeBack();
    world.clock().advance(Duration.ofHours(2));

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().token())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REVOKED));

    assertThat(steps).hasValueGreaterThan(2);
    assertThat(world.store().record().state()).isEqualTo(GrantState.TOMBSTONE);
    assertThat(incidents).extracting(Incident::kind).doesNotContain(Kind.STORE_REPAIRED);
  }

  @Test
  void credentialShouldBeEvictedAgainWhenTheStoreHasGotItBack() {
    node.consent(world.server(), World.ALICE);
    world.store().refuseCommits();
    node.alice().refresh();
    world.clock().advance(UNTIL_OTHERS_MAY_PRESENT);
    await().until(() -> incidents.stream().anyMatch(i -> i.kind() == Kind.NOT_STORED));
    world.store().comeBack();
    node.alice().token();
    await().until(() -> incidents.stream().anyMatch(i -> i.kind() == Kind.STORE_REPAIRED));

    await().until(this::isEvictedByOthers);
  }

  private void othersCome() {
    for (int i = 0; i < OTHERS; i++) {
      node.client().session(Principal.of("user-" + i)).current();
    }
  }

  private boolean isEvictedByOthers() {
    othersCome();
    int looks = world.store().finds();
    assertThat(node.alice().token()).isNotNull();
    return world.store().finds() > looks;
  }

  /** At first, this node had to announce the token. Later, the token is found in the store. */
  @Test
  void credentialShouldBeAnnouncedOnceItIsFoundWhenItWasCalledLostAndIsStored() {
    node.consent(world.server(), World.ALICE);
    await().until(() -> node.events().size() == 1);
    world
        .store()
        .afterCommit(
            () -> {
              world.store().afterCommit(() -> {});
              world.store().goDown();
              throw new IllegalStateException("The answer was lost");
            });
    OAuthToken served = node.alice().refresh();
    world.clock().advance(UNTIL_OTHERS_MAY_PRESENT);
    await().until(() -> incidents.stream().anyMatch(i -> i.kind() == Kind.NOT_STORED));
    assertThat(node.events()).extracting(TokenEvent::generation).containsExactly(1L);

    world.store().comeBack();
    world.clock().advance(OAuthClientConfig.defaults().staleness());
    assertThat(node.alice().token().accessToken()).isEqualTo(served.accessToken());

    await().until(() -> node.events().size() == 2);
    assertThat(node.events().get(1).generation()).isEqualTo(2);
    assertThat(node.events().get(1).cause()).isEqualTo(TokenEvent.Cause.ADOPTED);
  }
}
