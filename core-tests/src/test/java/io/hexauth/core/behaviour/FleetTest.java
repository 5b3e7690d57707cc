// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.internal.refresh.GrantTransitions;
import io.hexauth.domain.internal.refresh.LeaseTerms;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.spi.FaultPoints;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.http.Gate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several nodes with one store and one server, which rotates refresh tokens strictly. */
class FleetTest {

  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final Duration HOLD = Duration.ofSeconds(30);
  private static final Duration CALLER_TIMEOUT = Duration.ofSeconds(15);

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void twoNodesShouldPresentAnExpiredGrantOnceWhenManyThreadsOfBothWantIt() {
    Node here = world.node(world.authorizationCode().build());
    Node there = world.node(world.authorizationCode().build());
    here.consent(world.server(), World.ALICE);
    there.alice().token();
    world.clock().advance(Duration.ofHours(2));

    List<OAuthToken> tokens =
        Crowd.all(128, i -> () -> (i % 2 == 0 ? here : there).alice().token());

    assertThat(tokens)
        .extracting(OAuthToken::accessToken)
        .containsOnly(tokens.get(0).accessToken());
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
    assertThat(world.server().ledger().familiesRevokedForReuse()).isZero();
    here.close();
    there.close();
    // One node committed generation 2, the other read it.
    assertThat(List.of(cause(here, 2), cause(there, 2)))
        .containsExactlyInAnyOrder(TokenEvent.Cause.REFRESHED, TokenEvent.Cause.ADOPTED);
  }

  @Test
  void leasesOfEveryRegistrationShouldNameTheirProcess() {
    List<String> owners = new CopyOnWriteArrayList<>();
    world.store().beforeCommit(() -> owners.add(ownerOfTheLease()));
    ClientRegistration other =
        ClientRegistration.builder("other")
            .clientCredentials()
            .allowPlainHttpOnLoopback()
            .tokenEndpoint(world.server().tokenEndpoint().toString())
            .clientSecretBasic(World.CLIENT, () -> World.SECRET)
            .build();
    Node here = world.node(world.clientCredentials().build(), more -> more.registration(other));
    Node there = world.node(world.clientCredentials().build());

    here.client().token();
    here.clients().get("other").token();
    world.clock().advance(Duration.ofHours(2));
    there.client().token();

    assertThat(owners).hasSize(3);
    assertThat(owners.get(1)).as("in one process").isEqualTo(owners.get(0));
    assertThat(owners.get(2)).as("in another process").isNotEqualTo(owners.get(0));
  }

  private String ownerOfTheLease() {
    return world.store().record().lease().orElseThrow().owner();
  }

  @Test
  void twoNodesShouldFetchOnceWhenTheStoreIsEmpty() {
    Node here = world.node(world.clientCredentials().build());
    Node there = world.node(world.clientCredentials().build());

    List<OAuthToken> tokens =
        Crowd.all(128, i -> () -> (i % 2 == 0 ? here : there).client().token());

    assertThat(tokens)
        .extracting(OAuthToken::accessToken)
        .containsOnly(tokens.get(0).accessToken());
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void anotherNodeShouldWaitWhileOneHoldsTheLease() {
    Node here = world.node(world.authorizationCode().build());
    Node there = world.node(world.authorizationCode().build());
    here.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    try (Gate gate = world.server().token().hold()) {
      CompletableFuture<OAuthToken> first = Crowd.one(here.alice()::token);
      gate.awaitArrivals(1);
      CompletableFuture<OAuthToken> second = Crowd.one(there.alice()::token);
      awaitLooks(3);
      assertThat(second).isNotDone();
      gate.release();

      assertThat(Crowd.get(second).accessToken()).isEqualTo(Crowd.get(first).accessToken());
    }
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
  }

  @Test
  void grantShouldRecoverAfterLeaseAndHoldWhenTheHolderDied() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    dieHoldingTheLease();

    assertStaysAway(node.alice());
    world.clock().advance(LEASE.minus(CALLER_TIMEOUT));
    assertIsToldToComeBackIn(node.alice(), HOLD);
    world.clock().advance(HOLD);
    assertIsToldToComeBackIn(node.alice(), Duration.ZERO);

    world.clock().advance(Duration.ofMillis(1));
    assertThat(node.alice().token()).isNotNull();
    assertThat(world.server().ledger().mostPresentations()).isEqualTo(1);
    assertThat(world.store().record().state()).isEqualTo(GrantState.IDLE);
    assertThat(world.store().record().generation()).isEqualTo(2);
  }

  @Test
  void ownGrantShouldNotBeFetchedWithoutTheLeaseWhenTheHolderDied() {
    OAuthSession session = world.node(world.clientCredentials().build()).client().session();
    session.token();
    world.clock().advance(Duration.ofHours(2));
    dieHoldingTheLease();

    assertStaysAway(session);
    world.clock().advance(LEASE.minus(CALLER_TIMEOUT));
    assertIsToldToComeBackIn(session, HOLD);

    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {600, 1_500, 10_000})
  void holdOfAnotherNodeShouldNotBeOverEarlyWhenTheStoreIsSlow(long millis) {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    dieHoldingTheLease();
    var slow = Duration.ofMillis(millis);
    var left = Duration.ofMillis(500);
    world.clock().advance(LEASE.plus(HOLD).minus(left).minus(slow));
    world.store().beforeStep(() -> world.clock().advance(slow));

    assertIsToldToComeBackIn(node.alice(), left);
  }

  @Test
  void callersShouldBeRefusedAndNothingPresentedWhenANodeClosesThatWaitsForALease() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    dieHoldingTheLease();
    CompletableFuture<OAuthToken> waiting = Crowd.one(node.alice()::token);
    awaitLooks(2);

    node.close();

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> Crowd.get(waiting))
        .satisfies(
            e -> assertThat(e.service()).isEqualTo(ServiceUnavailableException.Service.CLIENT));
    assertThat(world.server().ledger().presentations()).isEmpty();
  }

  @DisplayName("R4: no request leaves under a lease that ended while the machine slept")
  @Test
  void machineThatSleptWithTheLeaseShouldStartOver() {
    var asleep = new AtomicBoolean();
    FaultPoints sleepOnce =
        (point, key) -> {
          if (point == FaultPoint.AFTER_LEASE && asleep.compareAndSet(true, false)) {
            world.clock().jump(Duration.ofHours(1)); // the other clock stood still
          }
        };
    Node node = world.node(world.authorizationCode().build(), b -> b.faultPoints(sleepOnce));
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    asleep.set(true);

    assertThat(node.alice().token()).isNotNull();

    assertThat(world.store().record().epoch()).as("leases").isEqualTo(2);
    assertThat(world.server().ledger().mostPresentations()).isEqualTo(1);
  }

  @DisplayName("R4: no request leaves under a lease that ended after it was looked at last")
  @ParameterizedTest(name = "the machine slept: {0}")
  @ValueSource(booleans = {false, true})
  void processThatStoodStillRightBeforeTheFirstByteShouldSendNothing(boolean slept) {
    var stands = new AtomicBoolean();
    FaultPoints standOnce =
        (point, key) -> {
          if (point == FaultPoint.BEFORE_SEND && stands.compareAndSet(true, false)) {
            standStill(slept);
          }
        };
    Node node = world.node(world.authorizationCode().build(), b -> b.faultPoints(standOnce));
    Node other = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    stands.set(true);

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.alice().token())
        .satisfies(e -> assertThat(e.isRetryable()).isTrue())
        .withMessageContaining("the lease ended before the request was sent");

    assertThat(stands).isFalse();
    assertThat(world.server().ledger().presentations()).isEmpty();
    assertThat(world.store().record().state())
        .as("the lease is given back")
        .isEqualTo(GrantState.IDLE);
    assertThat(other.alice().token()).isNotNull();
    assertThat(world.server().ledger().mostPresentations()).isEqualTo(1);
  }

  /** Pauses so long that a request would not end within the lease, but for less than the lease. */
  private void standStill(boolean slept) {
    Duration pause = Duration.ofSeconds(13);
    if (slept) {
      world.clock().jump(pause); // the other clock stood still
    } else {
      world.clock().advance(pause);
    }
  }

  @DisplayName("I2: a new consent is no loss of the store, whatever the clock of its node says")
  @Test
  void newConsentShouldNotBeUndoneWhenTheClockOfItsNodeIsBehind() {
    Node here = world.node(world.authorizationCode().build());
    Node behind =
        world.node(
            world.authorizationCode().build(),
            VirtualClock.at(world.clock().instant().minus(Duration.ofHours(1))));
    here.consent(world.server(), World.ALICE);

    OAuthToken consented = behind.consent(world.server(), World.ALICE);
    GrantRecord record = world.store().record();

    assertThat(here.alice().refresh().accessToken()).isEqualTo(consented.accessToken());
    assertThat(world.store().record()).isEqualTo(record);
    assertThat(world.server().ledger().presentations()).isEmpty();
  }

  private void dieHoldingTheLease() {
    var record = world.store().record();
    var terms =
        new LeaseTerms(
            Optional.of(record.version()),
            Optional.empty(),
            "a node that dies",
            "its only attempt",
            LEASE,
            HOLD);
    world.store().write((r, time) -> GrantTransitions.lease(r, record.key(), terms, time));
  }

  /** Checks that a caller's timeout ends while the node waits for the lease or its hold. */
  private void assertStaysAway(OAuthSession session) {
    CompletableFuture<OAuthToken> call = Crowd.one(session::token);
    awaitLooks(2);
    world.clock().advance(CALLER_TIMEOUT);
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> Crowd.get(call))
        .satisfies(e -> assertThat(e.isRetryable()).isTrue());
    assertThat(world.server().ledger().presentations()).isEmpty();
  }

  /**
   * No node can finish a refresh that has lost its lease, so no caller waits for it, and the
   * threads are free for others.
   */
  private void assertIsToldToComeBackIn(OAuthSession session, Duration hold) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> Crowd.get(Crowd.one(session::token)))
        .satisfies(e -> assertThat(e.retryAfter()).contains(hold.plusMillis(1)));
    assertThat(world.server().ledger().presentations()).isEmpty();
  }

  private void awaitLooks(int more) {
    int before = world.store().finds();
    await().until(() -> world.store().finds() >= before + more);
  }

  private static TokenEvent.Cause cause(Node node, long generation) {
    return node.events().stream()
        .filter(event -> event.generation() == generation)
        .findFirst()
        .orElseThrow()
        .cause();
  }
}
