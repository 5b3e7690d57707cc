// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.TokenExpiredException;
import io.hexauth.domain.token.OAuthToken;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Refreshes by the application: manual mode, and manual calls in either mode. */
class ManualModeTest {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void expiredTokenShouldFailBeforeAnythingIsSent() {
    Node node = world.node(world.authorizationCode().manualRefresh().build());
    OAuthToken token = node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofSeconds(3595).minusNanos(1));
    assertThat(node.alice().isTokenExpired()).isFalse();
    assertThat(node.alice().token()).isEqualTo(token);
    world.clock().advance(Duration.ofNanos(1));

    assertThat(node.alice().isTokenExpired()).isTrue();
    assertThatExceptionOfType(TokenExpiredException.class).isThrownBy(() -> node.alice().token());

    node.close();
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isZero();
  }

  @Test
  void refreshByHandShouldMakeTheSessionUsableAgain() {
    Node node = world.node(world.authorizationCode().manualRefresh().build());
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));

    OAuthToken renewed = node.alice().refresh();

    assertThat(node.alice().isTokenExpired()).isFalse();
    assertThat(node.alice().token()).isEqualTo(renewed);
    assertThat(node.alice().current()).contains(renewed);
  }

  @Test
  void tokenOfAnotherNodeShouldBeFoundWhenTheOneInMemoryHasExpired() {
    Node here = world.node(world.authorizationCode().manualRefresh().build());
    Node there = world.node(world.authorizationCode().manualRefresh().build());
    here.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));

    OAuthToken renewed = there.alice().refresh();

    assertThat(here.alice().token().accessToken()).isEqualTo(renewed.accessToken());
  }

  @Test
  void nothingShouldBeFetchedWhenNothingIsStored() {
    Node node = world.node(world.clientCredentials().manualRefresh().build());

    assertThat(node.client().session().current()).isEmpty();
    assertThat(node.client().session().isTokenExpired()).isTrue();
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(node.client()::token)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NO_GRANT));
    assertThat(world.tokenRequests()).isZero();

    OAuthToken fetched = node.client().session().obtainToken();
    assertThat(node.client().token()).isEqualTo(fetched);
  }

  @Test
  void fetchShouldReplaceAGoodTokenWhenTheClientActsForItself() {
    Node node = world.node(world.clientCredentials().build());
    OAuthToken first = node.client().token();

    OAuthToken second = node.client().session().obtainToken();

    assertThat(second).isNotEqualTo(first);
    assertThat(node.client().token()).isEqualTo(second);
    assertThat(world.tokenRequests()).isEqualTo(2);
  }

  @Test
  void fetchShouldBeAMistakeWhenTheGrantNeedsTheUser() {
    Node node = world.node(world.authorizationCode().build());

    assertThatIllegalStateException().isThrownBy(() -> node.alice().obtainToken());
    assertThatIllegalStateException().isThrownBy(() -> node.client().session().obtainToken());
    assertThatIllegalStateException().isThrownBy(() -> node.client().token());
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().token())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NO_GRANT));
  }

  @Test
  void refreshShouldNeedTheUserWhenThereIsNoRefreshToken() {
    world.server().issue(how -> how.withoutRefreshToken());
    Node node = world.node(world.authorizationCode().build());
    OAuthToken token = node.consent(world.server(), World.ALICE);

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().refresh())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NO_REFRESH_TOKEN));
    assertThat(node.alice().token()).isEqualTo(token);
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isZero();
  }
}
