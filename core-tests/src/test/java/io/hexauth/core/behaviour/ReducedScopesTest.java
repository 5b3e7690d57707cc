// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.ports.api.Incident;
import io.hexauth.testkit.events.RecordedEvents;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.log.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operators learn of scopes that the server did not grant, before a token without them expires. */
class ReducedScopesTest {

  private static final Principal BOB = Principal.of("bob");

  private final World world = new World();
  private final List<Incident> incidents = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    world.close();
  }

  private Node node(ClientRegistration.Builder registration) {
    return world.node(
        registration.build(),
        binder -> binder.eventListener(RecordedEvents.incidents(incidents::add)));
  }

  private static List<String> warnings(LogCapture log) {
    return log.lines().stream().filter(line -> line.contains("granted fewer scopes")).toList();
  }

  @Test
  void missingScopesShouldBeOneWarningAndAnIncidentForEachGrant() {
    world.server().issue(i -> i.withScopes("read").withoutRefreshToken());
    try (LogCapture log = LogCapture.start()) {
      Node node = node(world.authorizationCode().scopes("read", "offline_access"));
      node.consent(world.server(), World.ALICE);
      node.consent(world.server(), BOB);
      node.consent(world.server(), BOB);

      await().until(() -> incidents.size() == 2);
      assertThat(warnings(log))
          .singleElement()
          .asString()
          .contains("WARN", "'acme'", "without 'offline_access'", "remove them");
    }
    assertThat(incidents).extracting(Incident::kind).containsOnly(Incident.Kind.SCOPES_REDUCED);
    assertThat(incidents).extracting(Incident::principal).containsExactly(World.ALICE, BOB);
  }

  @Test
  void scopesThatARefreshLosesShouldBeToldAsWell() {
    Node node = node(world.authorizationCode().scopes("read", "write"));
    node.consent(world.server(), World.ALICE);
    world
        .server()
        .token()
        .next(
            Reply.json(
                200, "{\"access_token\":\"at-x\",\"token_type\":\"Bearer\",\"scope\":\"read\"}"));

    node.alice().refresh();

    await().until(() -> incidents.size() == 1);
  }

  @Test
  void sameScopesShouldNotBeToldAgainWithEachTokenOfTheClientItself() {
    world.server().issue(i -> i.withScopes("read"));
    try (LogCapture log = LogCapture.start()) {
      Node node = node(world.clientCredentials().scopes("read", "write"));
      for (int i = 0; i < 3; i++) {
        node.client().token();
        world.clock().advance(Duration.ofHours(2));
      }
      node.close();
      assertThat(warnings(log)).hasSize(1);
    }
    assertThat(incidents).hasSize(1);
  }

  @Test
  void nothingShouldBeToldWhenEverythingWasGranted() {
    world.server().issue(i -> i.withScopes("read", "more"));
    try (LogCapture log = LogCapture.start()) {
      Node node = node(world.authorizationCode().scopes("read", "offline_access"));
      node.consent(
          world.server(),
          World.ALICE); // the answer has a refresh token, so offline access was granted
      node.alice().refresh();
      node.close();
      assertThat(warnings(log)).isEmpty();
    }
    assertThat(incidents).isEmpty();
  }
}
