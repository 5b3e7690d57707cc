// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A grant that the server has refused, although its access token has not expired. */
class KnownRefusalTest {

  private static final Duration STALE = Duration.ofSeconds(31);

  private final World world = new World();
  private final Node node = world.node(world.authorizationCode().scopes("read", "write").build());

  @AfterEach
  void close() {
    world.close();
  }

  private static void assertRefused(OAuthSession session) {
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(session::token)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.GRANT_REFUSED))
        .satisfies(e -> assertThat(e.errorCode()).contains(OAuthErrorCode.INVALID_GRANT));
  }

  private void refuse() {
    world.server().revokeAll("alice");
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().refresh());
  }

  @Test
  void tokenShouldFailAtOnceAndSendNothing() {
    OAuthToken token = node.consent(world.server(), World.ALICE);
    refuse();

    for (int i = 0; i < 3; i++) {
      assertRefused(node.alice());
    }

    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
    assertThat(node.alice().current().map(OAuthToken::accessToken)).contains(token.accessToken());
    assertThat(node.alice().isTokenExpired()).isTrue();
    assertRefused(node.alice());
  }

  @Test
  void everyViewShouldFailAtOnce() {
    node.consent(world.server(), World.ALICE);
    var read = AccessRequest.of(Scopes.of("read"));
    OAuthSession view = node.alice().withAccess(read);
    view.token();
    refuse();

    assertRefused(view);
    assertRefused(node.alice());
  }

  /** A session keeps its cache entry, even if the grant has removed its view for another one. */
  @ParameterizedTest(name = "another node has presented: {0}")
  @ValueSource(booleans = {false, true})
  void everyViewShouldFailAtOnceWhenOneThatTheGrantHasDroppedHearsOfIt(boolean fromTheStore) {
    node.consent(world.server(), World.ALICE);
    Node small =
        world.node(
            world.authorizationCode().scopes("read", "write").build(),
            app -> app.config(OAuthClientConfig.defaults().withViewsPerGrant(1)));
    OAuthSession dropped = small.alice().withAccess(AccessRequest.of(Scopes.of("read")));
    dropped.token();
    OAuthSession other = small.alice().withAccess(AccessRequest.of(Scopes.of("write")));
    other.token();
    small.alice().token();
    if (fromTheStore) {
      refuse();
    } else {
      world.server().revokeAll("alice");
    }
    int presented = world.server().ledger().tokenRequests("refresh_token");

    assertThatExceptionOfType(ReauthorizationRequiredException.class).isThrownBy(dropped::refresh);

    assertRefused(dropped);
    assertRefused(other);
    assertRefused(small.alice());
    assertThat(world.server().ledger().tokenRequests("refresh_token") - presented)
        .isEqualTo(fromTheStore ? 0 : 1);
  }

  @Test
  void otherNodeShouldFailOnceItsMemoryIsStale() {
    Node other = world.node(world.authorizationCode().scopes("read", "write").build());
    node.consent(world.server(), World.ALICE);
    other.alice().token();
    refuse();
    world.clock().advance(STALE);
    other.alice().token();

    await().untilAsserted(() -> assertRefused(other.alice()));
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
  }

  @Test
  void refusalInTheBackgroundShouldCount() {
    node.consent(world.server(), World.ALICE);
    world.server().revokeAll("alice");
    world.clock().advance(Duration.ofMinutes(59));
    assertThat(node.alice().token()).isNotNull();

    await().untilAsserted(() -> assertRefused(node.alice()));
  }

  @Test
  void tokenThatAnotherNodeHasStoredShouldNotBeCondemned() {
    Node other = world.node(world.authorizationCode().scopes("read", "write").build());
    node.consent(world.server(), World.ALICE);
    other.alice().token();
    OAuthToken renewed = node.alice().refresh();
    refuse();
    OAuthToken again = node.consent(world.server(), World.ALICE);

    assertThat(node.alice().token()).isEqualTo(again).isNotEqualTo(renewed);
    assertThat(other.alice().refresh()).isNotNull();
    assertThat(node.alice().token()).isNotNull();
  }

  @Test
  void descriptionOfTheServerShouldReachTheCallerWhoseRequestWasRefused() {
    node.consent(world.server(), World.ALICE);
    world
        .server()
        .token()
        .next(
            Reply.json(
                400, "{\"error\":\"invalid_grant\",\"error_description\":\"Session not active\"}"));

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().refresh())
        .withMessageNotContaining("Session")
        .satisfies(
            e -> assertThat(e.error().orElseThrow().description()).contains("Session not active"));
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().refresh())
        .satisfies(e -> assertThat(e.error().orElseThrow().description()).isEmpty());
  }
}
