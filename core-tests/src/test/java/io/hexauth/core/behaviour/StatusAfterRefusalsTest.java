// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ConnectionStatus;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A connection over time, while the server refuses its refresh token without an OAuth error. All
 * nodes show the same: the one that sent the request, another one, and one with an empty memory.
 */
class StatusAfterRefusalsTest {

  /** Lifetime of the server's access tokens. */
  private static final Duration LIFETIME = Duration.ofHours(1);

  /** Longer than lease, hold and the longest back-off. */
  private static final Duration LATER = Duration.ofMinutes(2);

  private static final ConnectionStatus CONSENT_NEEDED =
      ConnectionStatus.consentNeeded(Reason.REFUSED_WITHOUT_ERROR);

  private final World world = new World();
  private final ClientRegistration registration = world.authorizationCode().build();
  private final Node node = world.node(registration);
  private final Node other = world.node(registration);

  @AfterEach
  void close() {
    world.close();
  }

  private OAuthToken consented() {
    OAuthToken token = node.consent(world.server(), World.ALICE);
    assertThat(other.alice().token()).isEqualTo(token);
    world.server().token().always(Reply.of(401));
    return token;
  }

  private ConnectionStatus connected(OAuthToken token) {
    return ConnectionStatus.connected().withRefreshable(true).withExpiresAt(token.expiresAt());
  }

  private List<OAuthSession> everywhere() {
    return List.of(node.alice(), other.alice(), world.node(registration).alice());
  }

  /** Checks status and token on all nodes, and that no request is sent. */
  private void assertShown(ConnectionStatus expected, OAuthToken current) {
    int before = world.tokenRequests();
    assertThat(everywhere())
        .allSatisfy(
            session -> {
              assertThat(session.status()).isEqualTo(expected);
              assertThat(session.current()).contains(current);
              assertThat(session.status()).as("after the read").isEqualTo(expected);
            });
    assertThat(world.tokenRequests()).as("token requests").isEqualTo(before);
  }

  /** Checks that all nodes wait until the hold is over, and send no request. */
  private void assertOnHold(Function<OAuthSession, OAuthToken> call) {
    int before = world.tokenRequests();
    assertThat(everywhere())
        .allSatisfy(
            session ->
                assertThatExceptionOfType(ServiceUnavailableException.class)
                    .isThrownBy(() -> call.apply(session))
                    .satisfies(e -> assertThat(e.retryAfter()).isPresent()));
    assertThat(world.tokenRequests()).as("token requests").isEqualTo(before);
  }

  private static void assertConsentNeeded(
      OAuthSession session, Function<OAuthSession, OAuthToken> call) {
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> call.apply(session))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED_WITHOUT_ERROR));
  }

  private void assertConsentNeededEverywhere(Function<OAuthSession, OAuthToken> call) {
    int before = world.tokenRequests();
    assertThat(everywhere()).allSatisfy(session -> assertConsentNeeded(session, call));
    assertThat(world.tokenRequests()).as("token requests").isEqualTo(before);
  }

  private int refreshes() {
    return world.server().ledger().tokenRequests("refresh_token");
  }

  private void refuseTwice() {
    assertThatExceptionOfType(InvalidServerResponseException.class)
        .isThrownBy(() -> node.alice().token());
    world.clock().advance(LATER);
    assertConsentNeeded(node.alice(), OAuthSession::token);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void consentShouldBeNeededFromTheSecondRefusalOn(boolean sameNode) {
    OAuthToken token = consented();
    OAuthSession next = (sameNode ? node : other).alice();
    world.clock().advance(LIFETIME);
    assertShown(connected(token), token);

    assertThatExceptionOfType(InvalidServerResponseException.class)
        .isThrownBy(() -> node.alice().token());
    assertShown(connected(token), token);
    assertOnHold(OAuthSession::token);
    world.clock().advance(LATER);
    assertShown(connected(token), token);
    assertThat(refreshes()).isEqualTo(1);

    for (int refusals = 2; refusals < 5; refusals++) {
      assertConsentNeeded(next, OAuthSession::token);
      assertThat(refreshes()).isEqualTo(refusals);
      assertShown(CONSENT_NEEDED, token);
      assertConsentNeededEverywhere(OAuthSession::token);
      world.clock().advance(LATER);
      assertShown(CONSENT_NEEDED, token);
    }
    world.server().token().behave();

    OAuthToken newer = next.token();
    assertShown(connected(newer), newer);
    world.clock().advance(LIFETIME);
    assertShown(connected(newer), newer);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void connectionShouldLastUntilItsAccessTokenExpires(boolean sameNode) {
    OAuthToken token = consented();
    OAuthSession next = (sameNode ? node : other).alice();

    assertThatExceptionOfType(InvalidServerResponseException.class)
        .isThrownBy(() -> node.alice().refresh());
    assertShown(connected(token), token);
    assertOnHold(OAuthSession::refresh);
    world.clock().advance(LATER);
    assertShown(connected(token), token);

    for (int refusals = 2; refusals < 4; refusals++) {
      assertConsentNeeded(next, OAuthSession::refresh);
      assertThat(refreshes()).isEqualTo(refusals);
      assertShown(connected(token), token);
      assertConsentNeededEverywhere(OAuthSession::refresh);
      assertThat(everywhere()).allSatisfy(session -> assertThat(session.token()).isEqualTo(token));
      world.clock().advance(LATER);
      assertShown(connected(token), token);
    }
    world.clock().advance(LIFETIME);

    assertShown(CONSENT_NEEDED, token);
    assertConsentNeeded(next, OAuthSession::token);
    assertShown(CONSENT_NEEDED, token);
  }

  static Stream<Arguments> otherAnswers() {
    return Stream.of(
        Arguments.of("an answer that cannot be used", Reply.html(200)),
        Arguments.of("an unknown outcome", Reply.of(500)),
        Arguments.of("a server that is too busy", Reply.of(503)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherAnswers")
  void statusShouldBeThatOfATokenWhenTheThirdRequestFailsInAnotherWay(String name, Reply reply) {
    OAuthToken token = consented();
    world.clock().advance(LIFETIME);
    refuseTwice();
    world.clock().advance(LATER);
    world.server().token().always(reply);

    assertThatExceptionOfType(OAuthException.class)
        .isThrownBy(() -> node.alice().token())
        .isNotInstanceOf(ReauthorizationRequiredException.class);
    assertShown(connected(token), token);
    assertOnHold(OAuthSession::token);
    world.server().token().always(Reply.of(401));
    world.clock().advance(LATER);

    assertThatExceptionOfType(InvalidServerResponseException.class)
        .as("the first refusal again")
        .isThrownBy(() -> other.alice().token());
    assertShown(connected(token), token);
  }

  @Test
  void reasonShouldChangeWhenTheServerRefusesWithAnError() {
    OAuthToken token = consented();
    world.clock().advance(LIFETIME);
    refuseTwice();
    world.clock().advance(LATER);
    world.server().token().always(Reply.error(400, "invalid_grant"));

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> other.alice().token());

    assertShown(ConnectionStatus.consentNeeded(Reason.ROTATION_LOST), token);
  }

  @Test
  void newConsentShouldConnectAgain() {
    consented();
    world.clock().advance(LIFETIME);
    refuseTwice();
    world.server().token().behave();

    OAuthToken newer = other.consent(world.server(), World.ALICE);

    assertShown(connected(newer), newer);
    world.clock().advance(LIFETIME);
    assertShown(connected(newer), newer);
  }

  /** A client that obtains tokens by itself does not need the user. */
  @Test
  void clientWithAPasswordShouldStayConnected() {
    Node own =
        world.node(
            world.password().build(),
            b ->
                b.bindResourceOwnerCredentials("acme")
                    .toInstance(p -> Optional.of(new ResourceOwner(p.name(), "wonderland"))));
    OAuthToken token = own.alice().token();
    world.clock().advance(LIFETIME);
    world.server().token().always(Reply.of(401));

    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(OAuthException.class).isThrownBy(() -> own.alice().token());
      assertThat(own.alice().status()).isEqualTo(connected(token));
      world.clock().advance(LATER);
      assertThat(own.alice().status()).isEqualTo(connected(token));
    }
  }
}
