// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that refuses a refresh token without an OAuth error. */
class RefusalWithoutErrorTest {

  /** Longer than lease, hold and the longest back-off. */
  private static final Duration LATER = Duration.ofMinutes(2);

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

  static Stream<Arguments> refusals() {
    return Stream.of(400, 401, 403)
        .flatMap(
            status ->
                Stream.of(
                    Arguments.of(status, "nothing", Reply.of(status)),
                    Arguments.of(status, "HTML", Reply.html(status)),
                    Arguments.of(status, "an empty object", Reply.json(status, "{}")),
                    Arguments.of(
                        status,
                        "an error that is a sentence",
                        Reply.json(status, "{\"error\":\"Bad Request\"}")),
                    Arguments.of(status, "words", Reply.of(status).withBody("No."))));
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("refusals")
  void secondRefusalAfterTheHoldShouldLeadToConsent(int status, String body, Reply reply) {
    Node node = consented();
    world.server().token().always(reply);

    assertThatExceptionOfType(InvalidServerResponseException.class)
        .isThrownBy(() -> node.alice().token())
        .satisfies(e -> assertThat(e.status()).isEqualTo(status));
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.alice().token())
        .satisfies(e -> assertThat(e.retryAfter()).isPresent());
    world.clock().advance(LATER);

    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(ReauthorizationRequiredException.class)
          .isThrownBy(() -> node.alice().token())
          .withMessageContaining("client id, secret")
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED_WITHOUT_ERROR))
          .satisfies(e -> assertThat(e.errorCode()).isEmpty());
    }
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(2);
    assertThat(world.store().record().state()).isEqualTo(GrantState.INTENT);
  }

  @Test
  void callersShouldGetNothingElseHoweverOftenTheyAsk() {
    Node node = consented();
    world.server().token().always(Reply.of(400));
    Set<Class<?>> seen = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      Class<?> type =
          catchThrowableOfType(OAuthException.class, () -> node.alice().token()).getClass();
      if (i >= 20) {
        seen.add(type);
      }
      world.clock().advance(Duration.ofSeconds(5));
    }
    assertThat(seen).containsExactly(ReauthorizationRequiredException.class);
  }

  @Test
  void otherNodesShouldBeToldTheSameAndSendNothing() {
    Node node = consented();
    Node other = world.node(world.authorizationCode().build());
    world.server().token().always(Reply.of(401));
    assertThatExceptionOfType(InvalidServerResponseException.class)
        .isThrownBy(() -> node.alice().token());
    world.clock().advance(LATER);
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> other.alice().token());

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().token())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED_WITHOUT_ERROR));
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(2);
  }

  @Test
  void grantShouldWorkAgainWhenTheServerAcceptsItAfterAll() {
    Node node = consented();
    world.server().token().always(Reply.html(403));
    for (int i = 0; i < 4; i++) {
      assertThatExceptionOfType(OAuthException.class).isThrownBy(() -> node.alice().token());
      world.clock().advance(LATER);
    }
    world.server().token().behave();

    assertThat(node.alice().token()).isNotNull();
    assertThat(world.store().record().errorCode()).isEmpty();
    assertThat(world.server().ledger().familiesRevokedForReuse()).isZero();
  }

  @Test
  void newConsentShouldEndIt() {
    Node node = consented();
    world.server().token().always(Reply.of(400));
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(OAuthException.class).isThrownBy(() -> node.alice().token());
      world.clock().advance(LATER);
    }
    world.server().token().behave();

    assertThat(node.consent(world.server(), World.ALICE)).isEqualTo(node.alice().token());
  }

  @Test
  void unknownOutcomeBetweenTwoRefusalsShouldBeginTheCountAgain() {
    Node node = consented();
    world.server().token().next(Reply.of(400), Reply.of(500), Reply.of(400), Reply.of(400));
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(InvalidServerResponseException.class)
          .isThrownBy(() -> node.alice().token());
      world.clock().advance(LATER);
    }

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().token());
  }

  private Node withPassword() {
    return world.node(
        world.password().build(),
        b ->
            b.bindResourceOwnerCredentials("acme")
                .toInstance(p -> Optional.of(new ResourceOwner(p.name(), "wonderland"))));
  }

  @Test
  void otherNodesShouldPresentNothingBeforeTheHoldWhenThePasswordIsRefusedToo() {
    Node node = withPassword();
    Node other = withPassword();
    node.alice().token();
    world.clock().advance(Duration.ofHours(2));
    world.server().token().always(Reply.of(401));
    for (int i = 0; i < 2; i++) {
      world.clock().advance(LATER);
      assertThatExceptionOfType(InvalidServerResponseException.class)
          .isThrownBy(() -> node.alice().token());
    }

    for (int i = 0; i < 3; i++) {
      world.clock().advance(Duration.ofSeconds(2));
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .as("the user cannot help")
          .isThrownBy(() -> other.alice().token())
          .satisfies(e -> assertThat(e.retryAfter()).isPresent());
    }
    assertThat(world.grantTypes())
        .containsExactly("password", "refresh_token", "refresh_token", "password");
    assertThat(world.store().record().state()).isEqualTo(GrantState.INTENT);
    world.clock().advance(LATER);
    world.server().token().behave();

    assertThat(other.alice().token()).isNotNull();
  }

  @Test
  void passwordShouldBeSentAfterTheSecondRefusal() {
    Node node = withPassword();
    node.alice().token();
    world.clock().advance(Duration.ofHours(2));
    world.server().token().next(Reply.of(400), Reply.of(400));
    assertThatExceptionOfType(InvalidServerResponseException.class)
        .isThrownBy(() -> node.alice().token());
    world.clock().advance(LATER);

    assertThat(node.alice().token()).isNotNull();

    assertThat(world.grantTypes())
        .containsExactly("password", "refresh_token", "refresh_token", "password");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void wrongSecretShouldBeNamedAsALikelyCause(int status) {
    Node node = world.node(world.clientCredentials().build());
    world.server().token().always(Reply.of(status));

    assertThatExceptionOfType(InvalidServerResponseException.class)
        .isThrownBy(() -> node.client().token())
        .withMessageContaining("the client's credentials are a likely cause")
        .withMessageContaining("check the client id, secret and authentication method");
  }
}
