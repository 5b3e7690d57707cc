// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.memory.StoreOfOne;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.RotationPolicy;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.Incident.Kind;
import io.hexauth.testkit.events.RecordedEvents;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.server.Rotation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Incidents, as operators receive them. */
class IncidentTest {

  private final World world = new World();
  private final List<Incident> incidents = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    world.close();
  }

  private Node consented(RotationPolicy policy) {
    Node node =
        world.node(
            world.authorizationCode().rotation(policy).build(),
            binder ->
                binder
                    .eventListener(
                        RecordedEvents.incidents(
                            incident -> {
                              throw new IllegalStateException("a listener that fails");
                            }))
                    .eventListener(RecordedEvents.incidents(incidents::add)));
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    return node;
  }

  private List<Kind> kinds() {
    return incidents.stream().map(Incident::kind).toList();
  }

  @DisplayName("I3: the degraded mode has a beginning and an end")
  @Test
  void degradedModeShouldBeReported() {
    Node node = consented(new RotationPolicy.Strict());
    world.store().refuseCommits();

    OAuthToken token = node.alice().token();

    await().until(() -> kinds().equals(List.of(Kind.SERVED_UNSTORED)));
    assertThat(incidents.get(0).principal()).isEqualTo(World.ALICE);
    world.store().comeBack();
    await().until(() -> kinds().contains(Kind.STORED_LATE));
    assertThat(node.alice().token()).isEqualTo(token);
    assertThat(world.store().record().generation()).isEqualTo(2);
  }

  @DisplayName("I3: a commit is tried until another node may present, hold included")
  @Test
  void tokenShouldBeStoredLateWhenTheStoreComesBackDuringTheHold() {
    Node node = consented(new RotationPolicy.Strict());
    world.store().refuseCommits();
    node.alice().token();
    OAuthClientConfig config = OAuthClientConfig.defaults();

    world.clock().advance(config.lease().plus(config.hold().dividedBy(2)));
    int before = world.store().failedCommits();
    await().until(() -> incidents.size() > 1 || world.store().failedCommits() > before + 1);
    world.store().comeBack();

    await().until(() -> incidents.size() > 1);
    assertThat(kinds()).containsExactly(Kind.SERVED_UNSTORED, Kind.STORED_LATE);
    assertThat(world.store().record().generation()).isEqualTo(2);
  }

  @DisplayName("K3: a rotation whose answer was lost is called so")
  @Test
  void lostRotationShouldBeReported() {
    Node node = consented(new RotationPolicy.Strict());
    world.server().token().next(Reply.normal().resetting());
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.alice().token());
    world.clock().advance(Duration.ofMinutes(2));

    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(ReauthorizationRequiredException.class)
          .isThrownBy(() -> node.alice().token())
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.ROTATION_LOST));
    }

    await().until(() -> kinds().equals(List.of(Kind.ROTATION_LOST)));
  }

  @Test
  void grantThatTheServerRefusesShouldBeReportedOnceOnTheNodeThatEndedIt() {
    Node node = consented(new RotationPolicy.Strict());
    Node other =
        world.node(
            world.authorizationCode().build(),
            binder -> binder.eventListener(RecordedEvents.incidents(incidents::add)));
    world.server().revokeAll(World.ALICE.name());

    for (Node each : List.of(node, other, node)) {
      assertThatExceptionOfType(ReauthorizationRequiredException.class)
          .isThrownBy(() -> each.alice().token())
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.GRANT_REFUSED));
    }

    node.close();
    other.close();
    assertThat(kinds()).containsExactly(Kind.GRANT_REFUSED);
    assertThat(incidents.get(0).principal()).isEqualTo(World.ALICE);
  }

  @DisplayName("I2: a store that was set back gets what it has lost, and operators hear of it once")
  @Test
  void restoredBackupShouldBeRepairedAndReportedOnce() {
    Node node = consented(new RotationPolicy.Strict());
    Node other = world.node(world.authorizationCode().build());
    GrantRecord backup = world.store().record();
    OAuthToken token = node.alice().token();
    world.store().restore(StoreOfOne.of(backup, world.clock()));
    assertThat(world.store().record().generation()).isEqualTo(1);

    for (int i = 0; i < 3; i++) {
      world.clock().advance(OAuthClientConfig.defaults().staleness());
      assertThat(node.alice().token()).isEqualTo(token);
      await().until(() -> kinds().contains(Kind.STORE_REPAIRED));
    }

    assertThat(world.store().record().generation()).isEqualTo(2);
    assertThat(other.alice().token().accessToken()).isEqualTo(token.accessToken());
    node.close();
    assertThat(kinds()).containsExactly(Kind.STORE_REPAIRED);
    assertThat(world.server().ledger().mostPresentations()).isEqualTo(1);
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
  }

  @DisplayName("R8, GRACE: the same holder presents once more, and nothing is lost")
  @Test
  void graceShouldSaveTheGrant() {
    world.server().issue(issuing -> issuing.withGrace(Duration.ofMinutes(1)));
    Node node = consented(new RotationPolicy.Grace(Duration.ofMinutes(1)));
    world.server().token().next(Reply.normal().resetting());

    assertThat(node.alice().token()).isNotNull();
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(2);
    assertThat(incidents).isEmpty();
  }

  @DisplayName("R8, NON_ROTATING: after the back-off the token is presented again")
  @Test
  void nonRotatingShouldBePresentedAgain() {
    world.server().issue(issuing -> issuing.withRotation(Rotation.OFF));
    Node node = consented(new RotationPolicy.NonRotating());
    world.server().token().next(Reply.normal().resetting());
    assertThatExceptionOfType(OAuthException.class).isThrownBy(() -> node.alice().token());
    world.clock().advance(Duration.ofSeconds(2));

    assertThat(node.alice().token()).isNotNull();
    assertThat(incidents).isEmpty();
  }

  @Test
  void recordThatCannotBeReadShouldBeReportedAndKept() {
    Node node = consented(new RotationPolicy.Strict());
    var before = world.store().record();
    world.cipher().loseKey();

    assertThatExceptionOfType(OAuthException.class).isThrownBy(() -> node.alice().token());

    await().until(() -> kinds().contains(Kind.RECORD_UNREADABLE));
    assertThat(world.store().record().version()).isEqualTo(before.version());
    assertThat(world.store().record().envelope()).isEqualTo(before.envelope());
    assertThat(world.store().record().state()).isEqualTo(GrantState.IDLE);
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isZero();
  }

  @Test
  void damagedClearFieldsShouldBeReportedAndLeftAsTheyAre() {
    Node node = consented(new RotationPolicy.Strict());
    GrantRecord before = world.store().record();
    world.store().damage("key_id");

    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> node.alice().token())
        .withMessageContaining("its document is damaged");

    await().until(() -> kinds().equals(List.of(Kind.RECORD_UNREADABLE)));
    assertThat(world.store().record()).isEqualTo(before);
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isZero();
  }
}
