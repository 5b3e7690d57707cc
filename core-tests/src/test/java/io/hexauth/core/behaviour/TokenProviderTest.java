// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.api.TokenProvider;
import io.hexauth.ports.api.TokenRequester;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens from a token provider of the application. */
class TokenProviderTest {

  private final World world = new World();
  private final List<Optional<OAuthToken>> asked = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    world.close();
  }

  private Node node(TokenProvider provider) {
    TokenProvider noted =
        (context, last, requester) -> {
          asked.add(last);
          return provider.provide(context, last, requester);
        };
    return world.node(
        world.clientCredentials().build(), b -> b.bindTokenProvider("acme").toInstance(noted));
  }

  @Test
  void providerShouldBeAskedWhenThereIsNoTokenAndAgainOnlyWhenItHasExpired() {
    Node node = node((context, last, requester) -> requester.obtainToken());
    OAuthToken first = node.client().token();
    assertThat(asked).containsExactly(Optional.empty());

    for (int i = 0; i < 59; i++) {
      world.clock().advance(Duration.ofMinutes(1));
      assertThat(node.client().token().accessToken()).isEqualTo(first.accessToken());
    }
    assertThat(asked).hasSize(1);
    world.clock().advance(Duration.ofMinutes(1));

    OAuthToken second = node.client().token();

    assertThat(second).isNotEqualTo(first);
    assertThat(asked).hasSize(2);
    assertThat(asked.get(1).orElseThrow().accessToken()).isEqualTo(first.accessToken());
    assertThat(world.tokenRequests()).isEqualTo(2);
  }

  @Test
  void providerShouldGetTheLastTokenWhenTheStoreHasForgottenIt() {
    Node node = node((context, last, requester) -> requester.obtainToken());
    OAuthToken first = node.client().token();
    world.clock().advance(Duration.ofDays(1));

    node.client().token();

    assertThat(asked.get(1)).contains(first);
  }

  @Test
  void providerShouldBeAskedWhileEveryListenerHangs() {
    try (var hanging = new Pause()) {
      Node node =
          world.node(
              world.clientCredentials().build(),
              b ->
                  b.config(OAuthClientConfig.defaults().withLimits(1, 100))
                      .eventListener(event -> hanging.run())
                      .bindTokenProvider("acme")
                      .toInstance((context, last, requester) -> requester.obtainToken()));
      OAuthToken first = node.client().token();
      hanging.awaitReached();
      world.clock().advance(Duration.ofHours(1));

      assertThat(node.client().token()).isNotEqualTo(first);
    }
  }

  @Test
  void providerShouldBeAskedOnceHoweverManyWait() {
    Node node = node((context, last, requester) -> requester.obtainToken());

    Crowd.all(200, () -> node.client().token());

    assertThat(asked).hasSize(1);
  }

  @Test
  void tokenOfTheProviderShouldBeStoredAndAnnouncedAsUpdated() {
    Node node = node((context, last, requester) -> OAuthToken.builder("from-elsewhere").build());

    assertThat(node.client().token().accessToken().value()).isEqualTo("from-elsewhere");

    Node other = node((context, last, requester) -> requester.obtainToken());
    assertThat(other.client().token().accessToken().value()).isEqualTo("from-elsewhere");
    node.close();
    assertThat(node.events())
        .extracting(TokenEvent::cause)
        .containsExactly(TokenEvent.Cause.GRANTED);
    assertThat(world.tokenRequests()).isZero();
  }

  @Test
  void tokenOfTheProviderShouldBeStoredHoweverFarItsEndIsAway() {
    for (Instant end : List.of(Instant.parse("9999-12-31T23:59:59Z"), Instant.MAX)) {
      try (World another = new World()) {
        Node node =
            another.node(
                another.clientCredentials().build(),
                b ->
                    b.bindTokenProvider("acme")
                        .toInstance(
                            (context, last, requester) ->
                                OAuthToken.builder("for-ever").expiresAt(end).build()));
        assertThat(node.client().token().accessToken().value()).isEqualTo("for-ever");
        node.close();
        assertThat(node.events()).as("stored").hasSize(1);
      }
    }
  }

  @Test
  void tokenOfTheProviderShouldBeAnnouncedAsAdoptedWhenItIsTheOldOne() {
    Node node =
        node(
            (context, last, requester) ->
                last.map(t -> t.toBuilder().expiresAt(Optional.empty()).build())
                    .orElseGet(requester::obtainToken));
    OAuthToken first = node.client().token();
    world.clock().advance(Duration.ofHours(1));

    assertThat(node.client().token().accessToken()).isEqualTo(first.accessToken());

    node.close();
    assertThat(node.events())
        .extracting(TokenEvent::cause)
        .containsExactly(TokenEvent.Cause.GRANTED, TokenEvent.Cause.ADOPTED);
  }

  @Test
  void providerShouldRefreshByItsRequester() {
    var renewals = new AtomicReference<OAuthToken>();
    TokenProvider provider =
        (context, last, requester) -> {
          renewals.set(requester.refresh());
          return renewals.get();
        };
    Node node =
        world.node(
            world.authorizationCode().build(),
            b -> b.bindTokenProvider("acme").toInstance(provider));
    OAuthToken consented = node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));

    OAuthToken token = node.alice().token();

    assertThat(token).isEqualTo(renewals.get()).isNotEqualTo(consented);
    assertThat(world.grantTypes()).containsExactly("authorization_code", "refresh_token");
    world.clock().advance(Duration.ofHours(2));
    node.alice().token();
    assertThat(world.server().ledger().mostPresentations()).isEqualTo(1);
    assertThat(world.server().ledger().familiesRevokedForReuse()).isZero();
  }

  @Test
  void providerShouldBeRefusedTheClientForTheGrantThatItProvides() {
    var self = new AtomicReference<Node>();
    Node node = node((context, last, requester) -> self.get().client().token());
    self.set(node);

    assertThatExceptionOfType(TokenProviderException.class)
        .isThrownBy(node.client()::token)
        .withRootCauseInstanceOf(IllegalStateException.class);
    assertThat(world.tokenRequests()).isZero();
  }

  @Test
  void requesterShouldRefuseWhenTheCallOfTheProviderIsOver() {
    var kept = new AtomicReference<TokenRequester>();
    Node node =
        node(
            (context, last, requester) -> {
              kept.set(requester);
              return requester.obtainToken();
            });
    node.client().token();

    assertThatIllegalStateException().isThrownBy(() -> kept.get().obtainToken());
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void oldTokenShouldStayWhenTheProviderFails() {
    Node node =
        node(
            (context, last, requester) -> {
              if (last.isPresent()) {
                throw new IllegalArgumentException("no idea");
              }
              return requester.obtainToken();
            });
    OAuthToken first = node.client().token();
    world.clock().advance(Duration.ofHours(1));

    assertThatExceptionOfType(TokenProviderException.class).isThrownBy(node.client()::token);

    assertThat(node.client().session().current().orElseThrow().accessToken())
        .isEqualTo(first.accessToken());
    assertThat(world.store().record().generation()).isEqualTo(1);
  }
}
