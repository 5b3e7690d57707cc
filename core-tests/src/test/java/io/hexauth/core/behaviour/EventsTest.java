// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.Measurement;
import io.hexauth.ports.api.OAuthEvent;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.testkit.events.RecordedEvents;
import io.hexauth.testkit.http.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of requests, refreshes, stores and circuit breakers, as listeners receive them. */
class EventsTest {

  private final World world = new World();
  private final RecordedEvents heard = new RecordedEvents();

  @AfterEach
  void close() {
    world.close();
  }

  private Node node() {
    return world.node(world.authorizationCode().build(), b -> b.eventListener(heard));
  }

  private Node consented() {
    Node node = node();
    node.consent(world.server(), World.ALICE);
    await().until(() -> heard.of(TokenEvent.class).size() == 1);
    return node;
  }

  private Measurement refresh() {
    await().until(() -> !heard.of("oauth.refreshes").isEmpty());
    return heard.of("oauth.refreshes").get(0);
  }

  @Test
  void consentShouldBeToldStepByStep() {
    Node node = consented();
    node.close();

    assertThat(heard.of("oauth.store.calls"))
        .extracting(call -> call.tag("step"), call -> call.tag("outcome"))
        .containsExactly(
            tuple("put", "done"),
            tuple("take", "done"),
            tuple("find", "done"),
            tuple("replace", "done"));
    assertThat(heard.of("oauth.token.requests"))
        .extracting(Measurement::tags)
        .containsExactly(
            Map.of("grant.type", "authorization_code", "outcome", "done", "status", "200"));
    assertThat(heard.of(TokenEvent.class))
        .extracting(TokenEvent::cause)
        .containsExactly(TokenEvent.Cause.GRANTED);
  }

  @Test
  void callbackOfAnyRegistrationShouldBeToldForTheRegistrationThatItIsFor() {
    Node node = node();
    var browser = UserAgentBinding.random();
    URI start = node.client().startAuthorization(World.ALICE, browser).uri();
    var callback = AuthorizationCallback.parse(world.server().consent(start, "alice"));

    assertThat(node.clients().finishAuthorization(callback, browser).token()).isNotNull();
    assertThatExceptionOfType(OAuthException.class)
        .as("taken already")
        .isThrownBy(() -> node.clients().finishAuthorization(callback, browser));
    world
        .pending()
        .afterTake(
            () -> {
              throw new IllegalStateException("down");
            });
    assertThatExceptionOfType(OAuthException.class)
        .as("the store is down")
        .isThrownBy(() -> node.clients().finishAuthorization(callback, browser));
    node.close();

    assertThat(heard.of("oauth.store.calls"))
        .extracting(Measurement::registration)
        .containsOnly(node.client().registration().id());
    assertThat(heard.of("oauth.store.calls"))
        .extracting(call -> call.tag("step"), call -> call.tag("outcome"))
        .containsExactly(
            tuple("put", "done"),
            tuple("take", "done"),
            tuple("find", "done"),
            tuple("replace", "done"));
  }

  @Test
  void authorizationThatIsNotPendingShouldBeToldAsRefused() {
    Node node = consented();

    assertThatExceptionOfType(OAuthException.class)
        .isThrownBy(
            () ->
                node.client()
                    .finishAuthorization(
                        AuthorizationCallback.parse("/callback?state=made-up&code=made-up"),
                        UserAgentBinding.random()));

    await()
        .until(
            () ->
                heard.of("oauth.store.calls").stream()
                    .anyMatch(
                        e -> e.tag("step").equals("take") && e.tag("outcome").equals("refused")));
  }

  static Stream<Arguments> reasons() {
    return Stream.of(
        arguments("absent", Duration.ofHours(2), named("token()", n -> n.alice().token())),
        arguments("due", Duration.ofMinutes(58), named("token()", n -> n.alice().token())),
        arguments("forced", Duration.ZERO, named("refresh()", n -> n.alice().refresh())));
  }

  private static Named<Consumer<Node>> named(String name, Consumer<Node> call) {
    return Named.of(name, call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("reasons")
  void refreshShouldBeToldWithItsReason(String reason, Duration later, Consumer<Node> call) {
    Node node = consented();
    world.clock().advance(later);

    call.accept(node);

    Measurement event = refresh();
    assertThat(event.tag("reason")).isEqualTo(reason);
    assertThat(event.tag("outcome")).isEqualTo("refreshed");
    assertThat(event.tag("exception")).isEqualTo("none");
    assertThat(event.tag("contended")).isEqualTo("false");
    await()
        .untilAsserted(
            () ->
                assertThat(heard.of(TokenEvent.class))
                    .extracting(TokenEvent::cause)
                    .containsExactly(TokenEvent.Cause.GRANTED, TokenEvent.Cause.REFRESHED));
  }

  @Test
  void tokenOfAnotherNodeShouldBeToldAsAdopted() {
    Node other = world.node(world.authorizationCode().build());
    other.consent(world.server(), World.ALICE);

    node().alice().token();

    assertThat(refresh().tag("outcome")).isEqualTo("adopted");
  }

  @Test
  void leaseOfAnotherNodeShouldBeToldAsContention() {
    Node other = world.node(world.authorizationCode().build());
    other.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    Node node = node();
    CompletableFuture<OAuthToken> first;
    CompletableFuture<OAuthToken> second;
    try (var pause = new Pause()) {
      world.store().beforeCommit(pause);
      first = Crowd.one(() -> other.alice().token());
      pause.awaitReached();
      second = Crowd.one(() -> node.alice().token());
      int finds = world.store().finds();
      await().until(() -> world.store().finds() > finds + 2);
    }

    assertThat(Crowd.get(second).accessToken()).isEqualTo(Crowd.get(first).accessToken());
    assertThat(refresh().tag("contended")).isEqualTo("true");
    assertThat(refresh().tag("outcome")).isEqualTo("adopted");
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(
            "store_unavailable", "ServiceUnavailableException", named(w -> w.store().goDown())),
        arguments(
            "authorization_server_unavailable",
            "ServiceUnavailableException",
            named(w -> w.server().token().always(Reply.of(503)))),
        arguments(
            "consent_needed",
            "ReauthorizationRequiredException",
            named(w -> w.server().token().always(Reply.error(400, "invalid_grant")))),
        arguments(
            "failed",
            "TokenRequestRejectedException",
            named(w -> w.server().token().always(Reply.error(401, "invalid_client")))),
        arguments(
            "failed",
            "InvalidServerResponseException",
            named(w -> w.server().token().always(Reply.json(200, "{}")))));
  }

  private static Consumer<World> named(Consumer<World> trouble) {
    return trouble;
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("failures")
  void failedRefreshShouldBeToldWithTheExceptionOfItsCallers(
      String outcome, String exception, Consumer<World> trouble) {
    Node node = consented();
    world.clock().advance(Duration.ofHours(2));
    trouble.accept(world);

    assertThatExceptionOfType(OAuthException.class)
        .isThrownBy(() -> node.alice().token())
        .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(exception));

    assertThat(refresh().tag("outcome")).isEqualTo(outcome);
    assertThat(refresh().tag("exception")).isEqualTo(exception);
  }

  @Test
  void cipherThatDoesNotAnswerShouldBeToldAsUnavailable() {
    world.node(world.authorizationCode().build()).consent(world.server(), World.ALICE);
    world.cipher().opensNothing();
    Node node = node();

    assertThatExceptionOfType(OAuthException.class).isThrownBy(() -> node.alice().token());

    assertThat(refresh().tag("outcome")).isEqualTo("cipher_unavailable");
  }

  @Test
  void tokenThatTheStoreDoesNotTakeShouldBeToldAsUnstored() {
    Node node = consented();
    world.clock().advance(Duration.ofHours(2));
    world.store().refuseCommits();

    node.alice().token();

    assertThat(refresh().tag("outcome")).isEqualTo("unstored");
    await()
        .until(
            () ->
                heard.of("oauth.store.calls").stream()
                    .anyMatch(
                        e -> e.tag("step").equals("replace") && e.tag("outcome").equals("failed")));
  }

  @Test
  void tokenOfAClientWithoutItsStoreShouldBeToldAsUnstored() {
    Node node = world.node(world.clientCredentials().build(), b -> b.eventListener(heard));
    world.store().goDown();

    node.client().token();

    assertThat(refresh().tag("outcome")).isEqualTo("unstored");
    assertThat(refresh().tag("exception")).isEqualTo("none");
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        arguments(Reply.normal(), "done", 200),
        arguments(Reply.error(400, "invalid_grant"), "refused", 400),
        arguments(Reply.html(400), "refused", 400),
        arguments(Reply.error(401, "invalid_client"), "client_refused", 401),
        arguments(Reply.error(400, "unauthorized_client"), "grant_type_refused", 400),
        arguments(Reply.busy(429, "1"), "busy", 429),
        arguments(Reply.html(502), "no_answer", 502),
        arguments(Reply.normal().resetting(), "no_answer", 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void tokenRequestShouldBeToldWithItsOutcome(Reply reply, String outcome, int status) {
    Node node = consented();
    world.clock().advance(Duration.ofHours(2));
    world.server().token().next(reply);

    try {
      node.alice().token();
    } catch (OAuthException e) {
      // This test does not check the results of callers.
    }

    await().until(() -> heard.of("oauth.token.requests").size() >= 2);
    Measurement event = heard.of("oauth.token.requests").get(1);
    assertThat(event.tag("grant.type")).isEqualTo("refresh_token");
    assertThat(event.tag("outcome")).isEqualTo(outcome);
    assertThat(event.tag("status")).isEqualTo(Integer.toString(status));
    assertThat(event.duration()).isGreaterThanOrEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void revocationShouldBeToldWithoutAToken(boolean confirmed) {
    Node node = consented();
    if (!confirmed) {
      world.server().revocation().always(Reply.of(503));
    }

    try {
      node.alice().revoke();
    } catch (OAuthException e) {
      assertThat(confirmed).isFalse();
    }

    node.close();
    TokenEvent event = heard.of(TokenEvent.class).get(1);
    assertThat(event.cause()).isEqualTo(TokenEvent.Cause.REVOKED);
    assertThat(event.principal()).isEqualTo(World.ALICE);
    assertThat(event.token()).isEmpty();
    assertThat(event.grantId()).isEqualTo(heard.of(TokenEvent.class).get(0).grantId());
    assertThat(heard.of("oauth.token.requests"))
        .filteredOn(e -> e.tag("grant.type").equals("revocation"))
        .isNotEmpty()
        .allMatch(e -> e.tag("outcome").equals(confirmed ? "done" : "busy"));
  }

  @Test
  void circuitShouldBeToldWhenItOpensAndWhenItCloses() {
    Node node = world.node(world.clientCredentials().build(), b -> b.eventListener(heard));
    world.server().token().always(Reply.of(503));
    int threshold = OAuthClientConfig.defaults().circuitThreshold();
    for (int i = 0; i < threshold; i++) {
      assertThatExceptionOfType(OAuthException.class).isThrownBy(() -> node.client().token());
      world.clock().advance(Duration.ofMinutes(2));
    }
    await().until(() -> heard.of("oauth.circuit.changes").size() == 1);
    world.server().token().behave();
    world.clock().advance(Duration.ofMinutes(10));
    node.client().token();
    node.close();

    assertThat(heard.of("oauth.circuit.changes"))
        .extracting(change -> change.tag("endpoint"), change -> change.tag("state"))
        .containsExactly(
            tuple(world.server().tokenEndpoint().toString(), "open"),
            tuple(world.server().tokenEndpoint().toString(), "closed"));
  }

  @Test
  void noEventShouldShowAPrincipalOrASecret() {
    Node node = consented();
    OAuthToken token = node.alice().token();
    node.alice().refresh();
    node.alice().revoke();
    node.close();

    assertThat(heard.all())
        .hasSizeGreaterThan(8)
        .extracting(OAuthEvent::toString)
        .noneMatch(text -> text.contains("alice"))
        .noneMatch(text -> text.contains(token.accessToken().value()));
    assertThat(heard.of(Measurement.class))
        .extracting(Measurement::registration)
        .extracting(ClientRegistrationId::value)
        .containsOnly("acme");
  }
}
