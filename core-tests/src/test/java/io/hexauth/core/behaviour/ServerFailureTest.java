// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.RefreshSettings;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ResourceOwnerCredentials;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Consequences of each failure of the server: the stored grant, and the next requests. */
class ServerFailureTest {

  private static final ResourceOwnerCredentials PASSWORDS =
      principal -> Optional.of(new ResourceOwner(principal.name(), "wonderland"));

  private static final Duration SKEW = RefreshSettings.defaults().clockSkew();

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private Node consented() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    return node;
  }

  private int refreshes() {
    return world.server().ledger().tokenRequests("refresh_token");
  }

  @Test
  void tokenShouldNotBeHandedOutAfterItsEndWhenItCannotBeRenewed() {
    Node node = world.node(world.authorizationCode().build());
    OAuthToken token = node.consent(world.server(), World.ALICE);
    world.server().token().always(Reply.of(502));
    world.clock().advance(Duration.ofHours(1).minus(SKEW).minusMillis(500));
    assertThat(node.alice().token()).isEqualTo(token);

    world.clock().advance(Duration.ofMillis(500));

    assertThatExceptionOfType(OAuthException.class).isThrownBy(() -> node.alice().token());
  }

  @Nested
  class UnknownOutcome {

    @Test
    void grantShouldBePresentedOnceMoreAfterTheHoldAndThenBeDeadWhenTheServerHadConsumedIt() {
      Node node = consented();
      world.server().token().next(Reply.normal().resetting());

      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> node.alice().token());

      assertThat(world.store().record().state()).isEqualTo(GrantState.INTENT);
      assertThat(world.store().record().generation()).isEqualTo(1);
      assertThat(refreshes()).isEqualTo(1);

      world.clock().advance(Duration.ofSeconds(31));
      for (int i = 0; i < 3; i++) {
        assertThatExceptionOfType(ReauthorizationRequiredException.class)
            .isThrownBy(() -> node.alice().token())
            .satisfies(e -> assertThat(e.errorCode()).contains(OAuthErrorCode.INVALID_GRANT));
      }
      assertThat(world.store().record().state()).isEqualTo(GrantState.DEAD);
      assertThat(refreshes()).isEqualTo(2);

      world.clock().advance(Duration.ofDays(1));
      assertThatExceptionOfType(ReauthorizationRequiredException.class)
          .isThrownBy(() -> node.alice().refresh());
      assertThat(refreshes()).isEqualTo(2);
    }

    @Test
    void grantShouldRecoverWhenTheServerHadNotConsumedIt() {
      Node node = consented();
      world.server().token().next(Reply.of(500));
      assertThatExceptionOfType(io.hexauth.domain.error.InvalidServerResponseException.class)
          .isThrownBy(() -> node.alice().token());

      world.clock().advance(Duration.ofSeconds(31));

      assertThat(node.alice().token()).isNotNull();
      assertThat(world.server().ledger().mostPresentations()).isEqualTo(2);
      assertThat(world.server().ledger().familiesRevokedForReuse()).isZero();
    }

    @Test
    void grantShouldStayAliveWhateverTheNumberOfUnknownOutcomes() {
      Node node = consented();
      world.server().token().always(Reply.html(502));
      for (int i = 0; i < 12; i++) {
        assertThatExceptionOfType(io.hexauth.domain.error.InvalidServerResponseException.class)
            .isThrownBy(() -> node.alice().token());
        // Longer than the hold and the longest back-off.
        world.clock().advance(Duration.ofMinutes(2));
      }
      assertThat(refreshes()).isEqualTo(12);
      world.server().token().behave();

      assertThat(node.alice().token()).isNotNull();
    }
  }

  @Nested
  class Refusal {

    @Test
    void grantShouldBeDeadAndCostNothingAfterwardsWhenTheServerRefusesIt() {
      Node node = consented();
      world.server().revokeAll("alice");

      for (int i = 0; i < 5; i++) {
        assertThatExceptionOfType(ReauthorizationRequiredException.class)
            .isThrownBy(() -> node.alice().token());
        world.clock().advance(Duration.ofMinutes(10));
      }

      assertThat(refreshes()).isEqualTo(1);
      assertThat(node.consent(world.server(), World.ALICE)).isEqualTo(node.alice().token());
    }

    @Test
    void busyServerShouldBeLeftAloneAsLongAsItAsked() {
      Node node = consented();
      world.server().token().next(Reply.busy(503, "120"));
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> node.alice().token());
      world.clock().advance(Duration.ofSeconds(119));
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> node.alice().token())
          .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(1)));
      assertThat(refreshes()).isEqualTo(1);

      world.clock().advance(Duration.ofSeconds(1));

      assertThat(node.alice().token()).isNotNull();
      assertThat(world.server().ledger().familiesRevokedForReuse()).isZero();
    }

    @Test
    void wrongClientSecretShouldNotBeHammeredAndNotEndTheGrant() {
      Node node = consented();
      world.server().token().always(Reply.error(401, "invalid_client"));
      for (int i = 0; i < 50; i++) {
        assertThatExceptionOfType(TokenRequestRejectedException.class)
            .isThrownBy(() -> node.alice().token())
            .satisfies(e -> assertThat(e.error().code()).isEqualTo(OAuthErrorCode.INVALID_CLIENT));
        world.clock().advance(Duration.ofMillis(199));
      }
      assertThat(refreshes()).isEqualTo(1);
      world.server().token().behave();

      world.clock().advance(Duration.ofSeconds(1));

      assertThat(node.alice().token()).isNotNull();
    }
  }

  @Nested
  class PasswordGrant {

    private Node node() {
      return world.node(
          world.password().build(),
          b -> b.bindResourceOwnerCredentials("acme").toInstance(PASSWORDS));
    }

    @Test
    void passwordShouldBeSentAgainUnderTheSameLeaseWhenTheRefreshTokenIsRefused() {
      Node node = node();
      OAuthToken first = node.alice().token();
      world.server().revokeAll("alice");
      world.clock().advance(Duration.ofHours(2));

      assertThat(node.alice().token()).isNotEqualTo(first);

      assertThat(world.grantTypes()).containsExactly("password", "refresh_token", "password");
      assertThat(world.store().record().epoch()).isEqualTo(2);
      assertThat(world.store().record().generation()).isEqualTo(2);
    }

    @Test
    void passwordShouldBeSentAgainWhenThereIsNoRefreshToken() {
      world.server().issue(how -> how.withoutRefreshToken());
      Node node = node();
      OAuthToken first = node.alice().token();
      world.clock().advance(Duration.ofHours(2));

      assertThat(node.alice().token()).isNotEqualTo(first);

      assertThat(world.grantTypes()).containsExactly("password", "password");
    }

    @Test
    void refusedRefreshTokenShouldNotBePresentedAgainWhenNoneFollowsIt() {
      Node node = node();
      node.alice().token();
      world.server().revokeAll("alice");
      world.server().issue(how -> how.withoutRefreshToken());
      world.clock().advance(Duration.ofHours(2));
      assertThat(node.alice().token().refreshToken()).isEmpty();
      world.clock().advance(Duration.ofHours(2));

      node.alice().token();

      assertThat(world.grantTypes())
          .containsExactly("password", "refresh_token", "password", "password");
      assertThat(world.server().ledger().mostPresentations()).isEqualTo(1);
    }

    @Test
    void refusedRefreshTokenShouldNotBePresentedAgainWhenThePasswordFailsToo() {
      Node node = node();
      node.alice().token();
      world.server().revokeAll("alice");
      world.clock().advance(Duration.ofHours(2));
      world.server().token().next(Reply.normal(), Reply.busy(503, "1"));
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> node.alice().token());
      world.clock().advance(Duration.ofMinutes(2));

      assertThat(node.alice().token()).isNotNull();

      assertThat(world.grantTypes())
          .containsExactly("password", "refresh_token", "password", "password");
    }

    @Test
    void wrongPasswordShouldNotBeHammered() {
      Node node =
          world.node(
              world.password().build(),
              b ->
                  b.bindResourceOwnerCredentials("acme")
                      .toInstance(p -> Optional.of(new ResourceOwner(p.name(), "wrong"))));
      for (int i = 0; i < 20; i++) {
        assertThatExceptionOfType(TokenRequestRejectedException.class)
            .isThrownBy(() -> node.alice().token());
      }
      assertThat(world.tokenRequests()).isEqualTo(1);
    }
  }
}
