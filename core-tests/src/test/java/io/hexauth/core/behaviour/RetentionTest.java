// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.config.OAuthClientConfig;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Time for which a store is told to keep a credential: as long as it can be used. The expiry of the
 * access token does not matter if the grant can be refreshed; otherwise, idle users would have to
 * consent again.
 */
class RetentionTest {

  private static final Duration REFRESH =
      OAuthClientConfig.defaults().lease().plus(OAuthClientConfig.defaults().hold());

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private void consentAndRefresh() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    node.alice().token();
  }

  @Test
  void grantShouldBeKeptForEverWhenTheLifeOfItsRefreshTokenIsUnknown() {
    consentAndRefresh();

    assertThat(world.store().retentions()).containsExactly(Optional.empty(), Optional.empty());
  }

  @Test
  void grantShouldBeKeptAsLongAsItsRefreshTokenWhenTheServerSaysHowLongThatIs() {
    world.server().issue(issuing -> issuing.withMember("refresh_expires_in", "2592000"));

    consentAndRefresh();

    var kept = Optional.of(Duration.ofDays(30).plus(REFRESH));
    assertThat(world.store().retentions()).containsExactly(kept, kept);
  }

  @Test
  void grantShouldBeKeptAsLongAsItsAccessTokenWhenItsRefreshTokenEndsBefore() {
    world.server().issue(issuing -> issuing.withMember("refresh_expires_in", "600"));

    world.node(world.authorizationCode().build()).consent(world.server(), World.ALICE);

    assertThat(world.store().retentions())
        .containsExactly(Optional.of(Duration.ofHours(1).plus(REFRESH)));
  }

  @Test
  void grantShouldBeKeptAsLongAsItsAccessTokenWhenThereIsNoRefreshToken() {
    world.server().issue(issuing -> issuing.withoutRefreshToken());

    world.node(world.authorizationCode().build()).consent(world.server(), World.ALICE);

    assertThat(world.store().retentions())
        .containsExactly(Optional.of(Duration.ofHours(1).plus(REFRESH)));
  }

  @Test
  void ownGrantShouldBeKeptAsLongAsItsAccessToken() {
    world.node(world.clientCredentials().build()).client().token();

    assertThat(world.store().retentions())
        .containsExactly(Optional.of(Duration.ofHours(1).plus(REFRESH)));
  }

  @Test
  void ownGrantShouldBeKeptForEverWhenItsAccessTokenDoesNotEnd() {
    world.server().issue(issuing -> issuing.withoutLifetime());

    world.node(world.clientCredentials().build()).client().token();

    assertThat(world.store().retentions()).containsExactly(Optional.empty());
  }
}
