// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.AuthorizationRedirect;
import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Origin;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.events.RecordedEvents;
import io.hexauth.testkit.http.Gate;
import io.hexauth.testkit.http.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that is known by its issuer only: when its metadata is fetched, and what happens if the
 * fetch fails.
 */
class DiscoveryTest {

  private static final Duration TOKEN_LIFE = Duration.ofHours(2);

  private final World world = new World();
  private final UserAgentBinding browser = UserAgentBinding.random();
  private final List<Incident> incidents = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    world.close();
  }

  private Node node(ClientRegistration registration) {
    return world.node(
        registration, app -> app.eventListener(RecordedEvents.incidents(incidents::add)));
  }

  private Metadata published() {
    return Metadata.of(world.server());
  }

  private void publish(Metadata metadata) {
    world.server().metadata().always(metadata.reply());
  }

  private int fetches() {
    return world.server().metadata().requests().size();
  }

  private void dropMetadata() {
    world.server().metadata().always(Reply.normal().resetting());
  }

  private ClientRegistration machine() {
    return world.discovered().clientCredentials().build();
  }

  @Test
  void usersShouldConsentAndTokensBeRefreshedAndRevokedWhenOnlyTheIssuerIsKnown() {
    Node node = node(world.discovered().build());

    OAuthToken first = node.consent(world.server(), World.ALICE);
    world.clock().advance(TOKEN_LIFE);
    OAuthToken second = node.alice().token();

    assertThat(second.accessToken()).isNotEqualTo(first.accessToken());
    assertThat(node.alice().revoke()).isTrue();
    assertThat(world.server().revocation().requests()).isNotEmpty();
    assertThat(world.server().openIdMetadata().requests()).isEmpty();
    assertThat(world.server().metadata().requests().get(0).header("accept"))
        .contains("application/json");
  }

  @Test
  void nothingShouldBeAskedUntilTheServerIsNeeded() {
    Node node = node(world.discovered().build());
    node.client();
    node.client().session(World.ALICE);

    assertThat(world.server().requests()).isEmpty();
  }

  @DisplayName("A38: OpenID Connect Discovery is the second choice")
  @ParameterizedTest
  @ValueSource(ints = {404, 400, 401, 403, 405, 410, 301, 302, 500, 204})
  void openIdMetadataShouldBeReadWhenThereIsNoOther(int status) {
    world.server().metadata().always(Reply.of(status));

    assertThat(node(machine()).client().session().token()).isNotNull();
    assertThat(world.server().openIdMetadata().requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html>", "[]", "", "token_endpoint=x", "{\"issuer\":\"https://evil.example\"}"})
  void openIdMetadataShouldBeReadWhenTheOtherCannotBeUsed(String body) {
    world.server().metadata().always(Reply.json(200, body));

    assertThat(node(machine()).client().session().token()).isNotNull();
  }

  static Stream<Reply> unreadable() {
    return Stream.of(
        Reply.html(200).withBody("<html>" + "x".repeat(300_000)),
        Reply.html(404).withBody("<html>" + "x".repeat(300_000)),
        Reply.gzipBomb(1_000_000),
        Reply.json(200, "{}").withHeader("Content-Encoding", "br"));
  }

  /** For example the front page of a site, which is the answer to each unknown URL. */
  @ParameterizedTest
  @MethodSource("unreadable")
  void openIdMetadataShouldBeReadWhenTheOtherAnswerIsNotReadable(Reply answer) {
    world.server().metadata().always(answer);

    assertThat(node(machine()).client().session().token()).isNotNull();
  }

  @Test
  void metadataShouldBeFetchedOnceHoweverManyNeedIt() {
    // One fetch is under way and one more may wait, so the callers cannot have one fetch each.
    Node node =
        world.node(
            world.discovered().build(),
            binder ->
                binder.config(
                    OAuthClientConfig.defaults()
                        .withConcurrentAuthorizations(64)
                        .withWaitingTasks(1)));
    Gate gate = world.server().metadata().hold();

    var crowd = Crowd.start(64, i -> () -> start(node, "user-" + i));
    gate.awaitArrivals(1);
    gate.release();

    assertThat(crowd).allSatisfy(each -> assertThat(Crowd.get(each)).isNotNull());
    assertThat(fetches()).isOne();
  }

  private AuthorizationRedirect start(Node node, String user) {
    return node.client().startAuthorization(Principal.of(user), browser);
  }

  private OAuthSession finish(Node node, URI callback) {
    return node.client().finishAuthorization(AuthorizationCallback.parse(callback), browser);
  }

  @DisplayName(
      "A40: metadata is used for as long as the server says, then fetched in the background")
  @Test
  void metadataShouldBeFetchedAgainInTheBackgroundWhenItsTimeIsOver() {
    world
        .server()
        .metadata()
        .always(published().reply().withHeader("Cache-Control", "max-age=600"));
    Node node = node(world.discovered().build());
    start(node, "alice");
    publish(published().with("authorization_endpoint", quotedPath("/authorize/v2")));
    world.clock().advance(Duration.ofSeconds(599));
    start(node, "alice");
    assertThat(fetches()).isOne();
    world.clock().advance(Duration.ofSeconds(1));
    Gate gate = world.server().metadata().hold();

    assertThat(start(node, "alice").uri().getPath()).as("not waited for").isEqualTo("/authorize");

    gate.release();
    await().until(() -> start(node, "alice").uri().getPath().equals("/authorize/v2"));
    assertThat(fetches()).isEqualTo(2);
  }

  private String quotedPath(String path) {
    return Metadata.quoted(world.server().http().uri(path));
  }

  @DisplayName("A server that is down at start: callers hear of it, and the next try is after 10 s")
  @Test
  void callersShouldHearThatDiscoveryFailedWhenTheServerIsDownAtStart() {
    dropMetadata();
    Node node = node(world.discovered().build());

    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> start(node, "alice"))
          .withMessageContaining("discovery of " + Origin.of(world.server().issuer()))
          .matches(ServiceUnavailableException::isRetryable)
          .matches(e -> e.service() == ServiceUnavailableException.Service.AUTHORIZATION_SERVER)
          .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(10)));
    }
    assertThat(fetches()).isOne();
    assertThat(world.server().openIdMetadata().requests()).isEmpty();
    world.server().metadata().behave();
    world.clock().advance(Duration.ofSeconds(10));

    assertThat(node.consent(world.server(), World.ALICE)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"429, 120, 120", "503, 120, 120", "503, 1, 10", "503, soon, 10"})
  void serverShouldBeLeftAloneAsLongAsItAsks(int status, String retryAfter, long seconds) {
    world.server().metadata().always(Reply.busy(status, retryAfter));
    Node node = node(machine());

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.client().session().token())
        .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(seconds)));

    world.server().metadata().behave();
    world.clock().advance(Duration.ofSeconds(seconds));
    assertThat(node.client().session().token()).isNotNull();
  }

  @DisplayName(
      "A server that is down for ten minutes: good tokens are used, and nothing has to be found again")
  @Test
  void clientShouldGoOnWithoutNewMetadataWhenTheServerComesBack() {
    Node node = node(world.discovered().build());
    OAuthToken first = node.consent(world.server(), World.ALICE);
    dropMetadata();
    world.server().openIdMetadata().always(Reply.normal().resetting());
    world.server().token().always(Reply.of(503));
    world.clock().advance(Duration.ofMinutes(9));

    assertThat(node.alice().token()).as("still good").isEqualTo(first);
    assertThat(start(node, "bob").uri().getPath()).isEqualTo("/authorize");
    world.clock().advance(TOKEN_LIFE);
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.alice().token());
    world.server().token().behave();
    world.clock().advance(Duration.ofMinutes(1));

    assertThat(node.alice().token().accessToken()).isNotEqualTo(first.accessToken());
  }

  @Test
  void metadataShouldBeUsedHoweverOldItIsWhileItCannotBeFetched() {
    Node node = node(world.discovered().build());
    node.consent(world.server(), World.ALICE);
    dropMetadata();

    for (int day = 0; day < 7; day++) {
      world.clock().advance(Duration.ofHours(25));
      assertThat(node.alice().token()).isNotNull();
    }
  }

  @Test
  void tokenOfTheStoreShouldBeUsedWhenTheServerCannotBeFound() {
    Node first = node(world.discovered().build());
    OAuthToken token = first.consent(world.server(), World.ALICE);
    dropMetadata();

    assertThat(node(world.discovered().build()).alice().token().accessToken())
        .isEqualTo(token.accessToken());
  }

  @Test
  void tokenOfAnotherNodeShouldBeUsedWhenTheServerCannotBeFound() {
    Node first = node(world.discovered().build());
    first.consent(world.server(), World.ALICE);
    Node second = node(world.discovered().build());
    second.alice().token();
    world.clock().advance(TOKEN_LIFE);
    OAuthToken refreshed = first.alice().token();
    dropMetadata();

    assertThat(second.alice().token().accessToken()).isEqualTo(refreshed.accessToken());
  }

  @DisplayName("Nothing that can fail stands under the lease: the server is found before")
  @Test
  void noLeaseShouldBeTakenWhenTheServerCannotBeFound() {
    node(world.discovered().build()).consent(world.server(), World.ALICE);
    dropMetadata();
    world.clock().advance(TOKEN_LIFE);
    Node other = node(world.discovered().build());
    var before = world.store().record();

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> other.alice().token());

    assertThat(world.store().record()).isEqualTo(before);
    world.server().metadata().behave();
    world.clock().advance(Duration.ofSeconds(10));
    assertThat(other.alice().token()).isNotNull();
  }

  @DisplayName("A33: a server that names S256 not is refused, and never sent plain")
  @ParameterizedTest
  @ValueSource(strings = {"[\"plain\"]", "[]", "[\"s256\"]", "[\"S256 \"]", "[\"plain\",\"S512\"]"})
  void usersShouldNotBeSentToAServerThatDoesNotNameS256(String methods) {
    publish(published().with("code_challenge_methods_supported", methods));

    assertThatExceptionOfType(InvalidServerResponseException.class)
        .isThrownBy(() -> start(node(world.discovered().build()), "alice"))
        .withMessageContaining("code_challenge_methods_supported")
        .withMessageContaining("withoutPkce()");

    URI redirect = start(node(world.discovered().withoutPkce().build()), "alice").uri();
    assertThat(Form.decode(redirect.getRawQuery()).first("code_challenge")).isEmpty();
  }

  @DisplayName(
      "A33, A34: where a server names no method, S256 is sent, and the state is enforced all the same")
  @Test
  void challengeShouldBeSentAndStateEnforcedWhenTheServerNamesNoMethod() {
    publish(published().without("code_challenge_methods_supported"));
    Node node = node(world.discovered().build());
    URI redirect = start(node, "alice").uri();
    assertThat(Form.decode(redirect.getRawQuery()).first("code_challenge_method")).contains("S256");
    String callback = world.server().consent(redirect, "alice").toString();

    for (String wrong :
        List.of(
            callback.replaceAll("state=[^&]*", "state=other"),
            callback.replaceAll("state=[^&]*&?", ""))) {
      assertThatExceptionOfType(InvalidCallbackException.class)
          .isThrownBy(() -> finish(node, URI.create(wrong)));
    }
    assertThat(finish(node, URI.create(callback)).token()).isNotNull();
  }

  @DisplayName("A41: iss is required where the metadata promises it, and compared in any case")
  @ParameterizedTest(name = "promised {0}, iss {1}: {2}")
  @CsvSource({
    "true,  own,   accepted",
    "true,  none,  ISSUER_MISSING",
    "true,  other, ISSUER_MISMATCH",
    "false, own,   accepted",
    "false, none,  accepted",
    "false, other, ISSUER_MISMATCH"
  })
  void issuerShouldBeRequiredWhereTheServerPromisesIt(
      boolean promised, String iss, String expected) {
    publish(published().with("authorization_response_iss_parameter_supported", "" + promised));
    world.server().issue(issuing -> issuing.withoutIssuerMember());
    Node node = node(world.discovered().build());
    String answer = world.server().consent(start(node, "alice").uri(), "alice").toString();
    String own = Form.encode(world.server().issuer().toString());
    URI callback =
        URI.create(
            answer + (iss.equals("none") ? "" : "&iss=" + (iss.equals("own") ? own : own + "%2F")));

    if (expected.equals("accepted")) {
      assertThat(finish(node, callback).token()).isNotNull();
    } else {
      assertThatExceptionOfType(InvalidCallbackException.class)
          .isThrownBy(() -> finish(node, callback))
          .satisfies(e -> assertThat(e.reason()).hasToString(expected));
      assertThat(world.server().token().requests()).isEmpty();
    }
  }

  @DisplayName("A42: the code goes to the token endpoint of the server that the user was sent to")
  @Test
  void codeShouldGoToTheTokenEndpointOfTheStart() {
    world.server().metadata().always(published().reply().withHeader("Cache-Control", "max-age=0"));
    Node node = node(world.discovered().build());
    URI callback = world.server().consent(start(node, "alice").uri(), "alice");
    publish(
        published()
            .with("token_endpoint", quotedPath("/token/v2"))
            .with("authorization_endpoint", quotedPath("/authorize/v2")));
    world.clock().advance(Duration.ofMinutes(5));
    await().until(() -> start(node, "bob").uri().getPath().equals("/authorize/v2"));

    assertThat(finish(node, callback).token()).isNotNull();

    assertThat(world.server().token().requests()).hasSize(1);
  }

  @DisplayName("A40: an endpoint that moves to another origin is refused, and operators hear of it")
  @ParameterizedTest
  @ValueSource(strings = {"token_endpoint", "authorization_endpoint", "revocation_endpoint"})
  void endpointShouldStayWhenItMovesToAnotherOrigin(String member) {
    Node node = node(world.discovered().build());
    node.consent(world.server(), World.ALICE);
    publish(
        published()
            .with(member, published().members().get(member).replace("127.0.0.1", "localhost")));
    world.clock().advance(TOKEN_LIFE);
    start(node, "bob");

    await().until(() -> start(node, "bob") != null && !incidents.isEmpty());

    assertThat(incidents).extracting(Incident::kind).containsExactly(Incident.Kind.SERVER_MOVED);
    assertThat(incidents.get(0).registration()).isEqualTo(node.client().registration().id());
    assertThat(incidents.get(0).principal()).isEqualTo(Principal.self());
    assertThat(node.alice().token()).isNotNull();
    assertThat(node.alice().revoke()).isTrue();
    assertThat(start(node, "bob").uri().getHost()).isEqualTo("127.0.0.1");
    assertThat(world.server().requests())
        .allSatisfy(r -> assertThat(r.header("host").orElseThrow()).startsWith("127.0.0.1"));
  }

  @DisplayName(
      "An endpoint that only a document names is reached at public addresses, unless it is allowed")
  @Test
  void endpointAtAnotherOriginShouldBeReachedAtPublicAddressesOnly() {
    URI elsewhere =
        URI.create(world.server().tokenEndpoint().toString().replace("127.0.0.1", "localhost"));
    publish(published().with("token_endpoint", Metadata.quoted(elsewhere)));

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node(machine()).client().session().token());
    assertThat(world.server().token().requests()).isEmpty();
    world.clock().advance(Duration.ofMinutes(2));

    ClientRegistration allowed =
        machine().toBuilder().allowPrivateEndpoints(elsewhere.toString()).build();
    assertThat(node(allowed).client().session().token()).isNotNull();
  }

  @Test
  void endpointsOfOneRegistrationShouldNotBecomeThoseOfAnother() {
    ClientRegistration other =
        machine().toBuilder()
            .id("other")
            .tokenEndpoint(quotedPath("/elsewhere").replace("\"", ""))
            .build();
    Node node = world.node(machine(), binder -> binder.registration(other));

    assertThatExceptionOfType(OAuthException.class)
        .isThrownBy(() -> node.clients().get("other").session().token());

    assertThat(node.client().session().token()).isNotNull();
    assertThat(fetches()).as("of one server").isOne();
  }

  @Test
  void callerShouldNotWaitLongerThanItMayWhenTheServerHangs() {
    world.server().metadata().always(Reply.normal().hanging());
    Node node =
        world.node(
            world.discovered().build(),
            binder ->
                binder.config(
                    OAuthClientConfig.defaults()
                        .withCallerTimeout(Duration.ofMillis(200))
                        .withDrainTimeout(Duration.ZERO)));
    CompletableFuture<AuthorizationRedirect> first = Crowd.one(() -> start(node, "bob"));
    world.server().metadata().awaitRequests(1);

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> start(node, "alice"))
        .withMessageContaining("within the caller timeout")
        .matches(e -> e.service() == ServiceUnavailableException.Service.AUTHORIZATION_SERVER);

    assertThat(first).failsWithin(Duration.ofSeconds(20));
  }

  @Test
  void exceptionShouldNameTheRegistrationOfItsCaller() {
    dropMetadata();
    Node node =
        world.node(
            machine(), binder -> binder.registration(machine().toBuilder().id("other").build()));

    for (String id : List.of("acme", "other", "acme")) {
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> node.clients().get(id).session().token())
          .satisfies(e -> assertThat(e.registration().value()).isEqualTo(id))
          .withMessageStartingWith("Client registration '" + id + "'");
    }
  }
}
