// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.TokenProvider;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However a token provider uses its requester, no refresh token is presented twice or lost. */
class TokenRequesterTest {

  private final World world = new World();
  private final AtomicReference<TokenProvider> provider = new AtomicReference<>();

  @AfterEach
  void close() {
    world.close();
  }

  private Node consented(TokenProvider first) {
    provider.set(first);
    Node node =
        world.node(
            world.authorizationCode().build(),
            b ->
                b.bindTokenProvider("acme")
                    .toInstance(
                        (context, last, requester) ->
                            provider.get().provide(context, last, requester)));
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    return node;
  }

  private Node withPassword(TokenProvider first) {
    world.server().issue(i -> i.withRefreshToken());
    provider.set(first);
    return world.node(
        world.password().build(),
        b -> {
          b.bindTokenProvider("acme")
              .toInstance(
                  (context, last, requester) -> provider.get().provide(context, last, requester));
          b.bindResourceOwnerCredentials("acme")
              .toInstance(
                  principal -> Optional.of(new ResourceOwner(principal.name(), "wonderland")));
        });
  }

  private int refreshes() {
    return world.server().ledger().tokenRequests("refresh_token");
  }

  private void refreshOnceMoreAndBeGood(Node node) {
    provider.set((context, last, requester) -> requester.refresh());
    world.clock().advance(Duration.ofHours(2));
    assertThat(node.alice().token()).isNotNull();
    assertThat(world.server().ledger().mostPresentations()).isEqualTo(1);
    assertThat(world.server().ledger().familiesRevokedForReuse()).isZero();
  }

  @Test
  void refreshTokenShouldBePresentedOnceWhenTheProviderRetries() {
    Node node =
        consented(
            (context, last, requester) -> {
              for (int i = 0; i < 2; i++) {
                try {
                  return requester.refresh();
                } catch (OAuthException | IllegalStateException again) {
                  // A typical retry loop of applications.
                }
              }
              return requester.refresh();
            });
    world.server().token().always(Reply.of(500));

    assertThatExceptionOfType(TokenProviderException.class)
        .isThrownBy(() -> node.alice().token())
        .withRootCauseInstanceOf(IllegalStateException.class);

    assertThat(refreshes()).isEqualTo(1);
    assertThat(world.store().record().state()).isEqualTo(GrantState.INTENT);
  }

  @Test
  void otherThreadOfTheProviderShouldBeServedWhenAFetchFailed() {
    Node node =
        withPassword(
            (context, last, requester) -> {
              assertThatExceptionOfType(OAuthException.class).isThrownBy(requester::obtainToken);
              return Crowd.get(Crowd.one(requester::obtainToken));
            });
    world.server().token().next(Reply.busy(503, "1"));

    assertThat(node.alice().token()).isNotNull();
    assertThat(world.tokenRequests()).isEqualTo(2);
  }

  @Test
  void otherThreadOfTheProviderShouldBeServedWhenThereWasNothingToRefresh() {
    Node node =
        withPassword(
            (context, last, requester) -> {
              assertThatExceptionOfType(IllegalStateException.class).isThrownBy(requester::refresh);
              return Crowd.get(Crowd.one(requester::obtainToken));
            });

    assertThat(node.alice().token()).isNotNull();
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void otherThreadOfTheProviderShouldBeServedWhenARefreshFailed() {
    Node node =
        consented(
            (context, last, requester) -> {
              assertThatExceptionOfType(OAuthException.class).isThrownBy(requester::refresh);
              return Crowd.get(Crowd.one(requester::refresh));
            });
    world.server().token().next(Reply.busy(503, "1"));

    assertThat(node.alice().token()).isNotNull();
    assertThat(refreshes()).isEqualTo(2);
  }

  @Test
  void refreshTokenShouldNotBePresentedWhenTheProviderOutlivesTheLease() {
    Node slow =
        consented(
            (context, last, requester) -> {
              world.clock().advance(Duration.ofMinutes(2));
              return requester.refresh();
            });

    assertThatExceptionOfType(OAuthException.class).isThrownBy(() -> slow.alice().token());

    assertThat(refreshes()).isZero();
    assertThat(world.store().record().generation()).isEqualTo(1);
    refreshOnceMoreAndBeGood(slow);
  }

  @Test
  void refreshTokenShouldBePresentedAgainWhenTheServerHadNotProcessedIt() {
    Node node =
        consented(
            (context, last, requester) -> {
              try {
                return requester.refresh();
              } catch (OAuthException busy) {
                return requester.refresh();
              }
            });
    world.server().token().next(Reply.busy(503, "1"));

    assertThat(node.alice().token()).isNotNull();
    assertThat(refreshes()).isEqualTo(2);
  }

  @Test
  void rotatedRefreshTokenShouldBeStoredWhenTheProviderThrowsAfterTheRefresh() {
    Node node =
        consented(
            (context, last, requester) -> {
              requester.refresh();
              throw new IllegalArgumentException("no idea");
            });

    assertThatExceptionOfType(TokenProviderException.class)
        .isThrownBy(() -> node.alice().token())
        .withRootCauseInstanceOf(IllegalArgumentException.class);

    assertThat(world.store().record().generation()).isEqualTo(2);
    refreshOnceMoreAndBeGood(node);
  }

  @Test
  void rotatedRefreshTokenShouldBeStoredWhenTheProviderLeavesItOut() {
    Node node =
        consented(
            (context, last, requester) -> {
              OAuthToken token = requester.refresh();
              return OAuthToken.builder(token.accessToken()).expiresAt(token.expiresAt()).build();
            });

    node.alice().token();

    refreshOnceMoreAndBeGood(node);
  }

  @Test
  void rotatedRefreshTokenShouldBeStoredWhenTheProviderReturnsTheOldOne() {
    Node node =
        consented(
            (context, last, requester) -> {
              OAuthToken token = requester.refresh();
              return token.toBuilder().refreshToken(last.orElseThrow().refreshToken()).build();
            });

    node.alice().token();

    refreshOnceMoreAndBeGood(node);
  }

  @Test
  void rotatedRefreshTokenShouldBeStoredWhenTheProviderIsLate() {
    var end = new CountDownLatch(1);
    provider.set(
        (context, last, requester) -> {
          requester.refresh();
          try {
            assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new IllegalStateException("too late");
        });
    Node node =
        world.node(
            world.authorizationCode().build(),
            b ->
                b.config(
                        OAuthClientConfig.defaults()
                            .withRefreshTimes(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(30)))
                    .bindTokenProvider("acme")
                    .toInstance((context, last, r) -> provider.get().provide(context, last, r)));
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));

    assertThatExceptionOfType(TokenProviderException.class)
        .isThrownBy(() -> node.alice().token())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(TokenProviderException.Reason.LATE));

    end.countDown();
    refreshOnceMoreAndBeGood(node);
  }

  @Test
  void intentShouldStayWhenAnotherRequestFailsAfterAnUnknownRefresh() {
    Node node =
        withPassword(
            (context, last, requester) -> {
              if (last.isEmpty()) {
                return requester.obtainToken();
              }
              try {
                return requester.refresh();
              } catch (OAuthException unknown) {
                return requester.obtainToken();
              }
            });
    node.alice().token();
    world.clock().advance(Duration.ofHours(2));
    world.server().token().next(Reply.of(500));
    world.server().token().next(Reply.busy(503, "1"));

    assertThatExceptionOfType(OAuthException.class).isThrownBy(() -> node.alice().token());

    assertThat(world.store().record().state()).isEqualTo(GrantState.INTENT);
  }

  @Test
  void fetchedTokenShouldNotBringTheOldRefreshTokenBack() {
    var fetched = new AtomicReference<OAuthToken>();
    Node node =
        withPassword(
            (context, last, requester) -> {
              fetched.set(requester.obtainToken());
              return fetched.get();
            });
    node.alice().token();
    world.clock().advance(Duration.ofHours(2));
    world.server().issue(i -> i.withoutRefreshToken());

    assertThat(node.alice().token().refreshToken()).isEmpty();
    assertThat(fetched.get().refreshToken()).isEmpty();
  }

  @Test
  void providerShouldBeAskedAgainWhenItsRefreshWasRefused() {
    var give = new AtomicBoolean();
    Node node =
        consented(
            (context, last, requester) ->
                give.get() ? OAuthToken.builder("own").build() : requester.refresh());
    world.server().revokeAll("alice");

    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(ReauthorizationRequiredException.class)
          .isThrownBy(() -> node.alice().token());
    }
    assertThat(refreshes()).isEqualTo(1);
    give.set(true);

    assertThat(node.alice().token().accessToken().value()).isEqualTo("own");
  }

  @Test
  void tokenWithoutLifetimeShouldBeGoodWhenTheRequesterGotIt() {
    world.server().issue(i -> i.withLifetime(Duration.ZERO));
    Node node =
        world.node(
            world.clientCredentials().build(),
            b ->
                b.bindTokenProvider("acme")
                    .toInstance((context, last, requester) -> requester.obtainToken()));

    assertThat(node.client().token()).isNotNull();
  }
}
