// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.token.OAuthToken;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C1: an API answers 401 although the token has not expired according to the clock. */
class RejectedTokenTest {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @DisplayName("two hundred calls are rejected with one token: one refresh")
  @Test
  void rejectedTokenShouldBeRefreshedOnce() {
    Node node = world.node(world.authorizationCode().build());
    OAuthToken rejected = node.consent(world.server(), World.ALICE);

    List<OAuthToken> tokens = Crowd.all(200, () -> node.alice().refresh(rejected));

    assertThat(tokens).doesNotContain(rejected).allMatch(node.alice().token()::equals);
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
    assertThat(node.alice().refresh(rejected)).isEqualTo(node.alice().token());
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
  }

  @DisplayName("another node has refreshed already: its token is used")
  @Test
  void newerTokenOfTheStoreShouldBeUsed() {
    var registration = world.authorizationCode().build();
    Node first = world.node(registration);
    Node second = world.node(registration);
    OAuthToken rejected = first.consent(world.server(), World.ALICE);
    assertThat(second.alice().token()).isEqualTo(rejected);
    OAuthToken newer = first.alice().refresh(rejected);

    assertThat(second.alice().refresh(rejected)).isEqualTo(newer);
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
  }

  @Test
  void nodeWithoutMemoryShouldLookFirst() {
    var registration = world.authorizationCode().build();
    OAuthToken rejected = world.node(registration).consent(world.server(), World.ALICE);
    OAuthToken newer = world.node(registration).alice().refresh(rejected);

    assertThat(world.node(registration).alice().refresh(rejected)).isEqualTo(newer);
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
  }

  @DisplayName("C1: a node's wall clock is set by an hour, the store's is right: no node refreshes")
  @Test
  void wallClockShouldCostNoRequestWhereTheClockOfTheStoreIsRight() {
    try (World other = World.withClockOfTheStore()) {
      Node node = other.node(other.authorizationCode().build());
      OAuthToken token = node.consent(other.server(), World.ALICE);

      other.clock().jump(Duration.ofHours(1));
      assertThat(node.alice().token().accessToken()).isEqualTo(token.accessToken());
      other.clock().jump(Duration.ofHours(-2));
      assertThat(node.alice().token().accessToken()).isEqualTo(token.accessToken());

      assertThat(other.server().ledger().tokenRequests("refresh_token")).isZero();
    }
  }
}
