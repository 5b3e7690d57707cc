// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.RotationPolicy;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.events.RecordedEvents;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that refuses scopes or resources of a refresh may have replaced the refresh token
 * before.
 */
class RefusedAccessTest {

  private final World world = new World();
  private final List<Incident.Kind> incidents = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    world.close();
  }

  private Node consented(RotationPolicy policy) {
    Node node =
        world.node(
            world.authorizationCode().scopes("read", "write").rotation(policy).build(),
            binder -> binder.eventListener(RecordedEvents.incidents(i -> incidents.add(i.kind()))));
    node.consent(world.server(), World.ALICE);
    return node;
  }

  private static OAuthSession view(Node node) {
    return node.alice().withAccess(AccessRequest.of(Scopes.of("read")));
  }

  private void assertRefused(Node node, String code) {
    assertThatExceptionOfType(TokenRequestRejectedException.class)
        .isThrownBy(() -> view(node).token())
        .satisfies(e -> assertThat(e.error().code().value()).isEqualTo(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_target", "invalid_scope"})
  void refreshTokenThatWasReplacedShouldBeToldAsALostRotation(String code) {
    Node node = consented(new RotationPolicy.Strict());
    world
        .server()
        .token()
        .next(Reply.normal().withStatus(400).withBody("{\"error\":\"" + code + "\"}"));
    assertRefused(node, code);

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.alice().refresh());
    assertThat(world.server().ledger().mostPresentations())
        .as("not presented again within the hold")
        .isEqualTo(1);
    world.clock().advance(Duration.ofMinutes(2));

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().refresh())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.ROTATION_LOST));
    await().untilAsserted(() -> assertThat(incidents).containsExactly(Incident.Kind.ROTATION_LOST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_target", "invalid_scope"})
  void grantShouldGoOnAfterTheHoldWhenTheRefreshTokenWasNotReplaced(String code) {
    Node node = consented(new RotationPolicy.Strict());
    world.server().token().next(Reply.error(400, code));
    assertRefused(node, code);
    world.clock().advance(Duration.ofMinutes(2));

    assertThat(view(node).token().scopes()).isEqualTo(Scopes.of("read"));
    assertThat(incidents).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_target", "invalid_scope"})
  void otherViewsShouldGoOnAtOnceWhenTheServerDoesNotRotate(String code) {
    Node node = consented(new RotationPolicy.NonRotating());
    world.server().token().next(Reply.error(400, code));
    assertRefused(node, code);

    assertThat(node.alice().refresh()).isNotNull();
  }
}
