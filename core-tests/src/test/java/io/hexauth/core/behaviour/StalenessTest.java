// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.TokenEvent;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes that one node learns from another, through the store only. */
class StalenessTest {

  private static final Duration STALE = Duration.ofSeconds(30);

  private final World world = new World();
  private final Node here = world.node(world.authorizationCode().build());
  private final Node there = world.node(world.authorizationCode().build());

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void nodeShouldAdoptWhatAnotherObtainedAndAnnounceItOnce() {
    OAuthToken token = there.consent(world.server(), World.ALICE);

    for (int i = 0; i < 3; i++) {
      assertThat(here.alice().token().accessToken()).isEqualTo(token.accessToken());
      world.clock().advance(STALE);
    }

    here.close();
    there.close();
    assertThat(here.events())
        .extracting(TokenEvent::cause)
        .containsExactly(TokenEvent.Cause.ADOPTED);
    assertThat(there.events())
        .extracting(TokenEvent::cause)
        .containsExactly(TokenEvent.Cause.GRANTED);
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void nodeShouldSeeANewerGenerationOnceItsMemoryIsStale() {
    OAuthToken old = there.consent(world.server(), World.ALICE);
    here.alice().token();
    OAuthToken renewed = there.alice().refresh();
    assertThat(here.alice().token().accessToken()).isEqualTo(old.accessToken());
    world.clock().advance(STALE);

    await().until(() -> here.alice().token().accessToken().equals(renewed.accessToken()));

    here.close();
    assertThat(here.events()).extracting(TokenEvent::generation).containsExactly(1L, 2L);
    assertThat(here.events()).extracting(TokenEvent::cause).containsOnly(TokenEvent.Cause.ADOPTED);
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
  }

  @Test
  void nodeShouldSeeARevocationOnceItsMemoryIsStale() {
    there.consent(world.server(), World.ALICE);
    OAuthToken old = here.alice().token();
    assertThat(there.alice().revoke()).isTrue();
    assertThat(here.alice().token()).isEqualTo(old);
    world.clock().advance(STALE);
    assertThat(here.alice().token()).isEqualTo(old);

    await()
        .untilAsserted(
            () ->
                assertThatExceptionOfType(ReauthorizationRequiredException.class)
                    .isThrownBy(() -> here.alice().token())
                    .satisfies(
                        e ->
                            assertThat(e.reason())
                                .isEqualTo(ReauthorizationRequiredException.Reason.REVOKED)));
    assertThat(here.alice().current()).isEmpty();
    assertThat(here.alice().isTokenExpired()).isTrue();
  }

  @Test
  void nodeShouldSeeANewConsentOnceItsMemoryIsStale() {
    there.consent(world.server(), World.ALICE);
    here.alice().token();
    there.alice().refresh();
    OAuthToken again = there.consent(world.server(), World.ALICE);
    world.clock().advance(STALE);

    await().until(() -> here.alice().token().accessToken().equals(again.accessToken()));
  }

  @Test
  void forcedRefreshShouldTakeTheNewerTokenOfAnotherNodeInsteadOfAskingTheServer() {
    there.consent(world.server(), World.ALICE);
    here.alice().token();
    OAuthToken renewed = there.alice().refresh();

    assertThat(here.alice().refresh().accessToken()).isEqualTo(renewed.accessToken());

    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
  }

  @Test
  void forcedRefreshShouldTakeTheNewConsentOfAnotherNodeInsteadOfAskingTheServer() {
    there.consent(world.server(), World.ALICE);
    here.alice().token();
    OAuthToken again = there.consent(world.server(), World.ALICE);

    assertThat(here.alice().refresh().accessToken()).isEqualTo(again.accessToken());

    assertThat(world.server().ledger().tokenRequests("refresh_token")).isZero();
  }

  @Test
  void nodeShouldForgetItsTokenWhenItRevokesWhatAnotherHasRevokedAlready() {
    there.consent(world.server(), World.ALICE);
    OAuthToken old = here.alice().token();
    assertThat(there.alice().revoke()).isTrue();
    assertThat(here.alice().token()).isEqualTo(old);

    assertThat(here.alice().revoke()).isFalse();

    assertThat(here.alice().current()).isEmpty();
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> here.alice().token());
  }
}
