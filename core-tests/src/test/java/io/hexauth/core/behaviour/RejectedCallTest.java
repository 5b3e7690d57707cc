// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.AuthorizationRedirect;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.AuthorizationDemand;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.events.RecordedEvents;
import io.hexauth.testkit.http.FakeEndpoint;
import io.hexauth.testkit.http.ReceivedRequest;
import io.hexauth.testkit.http.Reply;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that an API answers with 401 or 403. */
class RejectedCallTest {

  private final World world = new World();

  /** Access tokens that the API rejects. */
  private final Set<String> rejected = ConcurrentHashMap.newKeySet();

  private final FakeEndpoint api = world.server().http().serve("/orders", this::answer);
  private final List<Incident> incidents = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    world.close();
  }

  private Reply answer(ReceivedRequest request) {
    String token = request.header("Authorization").orElse("").replaceFirst("^Bearer ", "");
    return rejected.contains(token)
        ? Reply.of(401).withHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"")
        : Reply.json(200, "\"" + request.text() + "\"");
  }

  private Node node(ClientRegistration registration) {
    return world.node(
        registration, binder -> binder.eventListener(RecordedEvents.incidents(incidents::add)));
  }

  private Orders orders(OAuthSession session) {
    return new Orders(world.server().http().uri("/orders"), session);
  }

  private int refreshes() {
    return world.server().ledger().tokenRequests("refresh_token");
  }

  private OAuthToken consentAndReject(Node node) {
    OAuthToken token = node.consent(world.server(), World.ALICE);
    rejected.add(token.accessToken().value());
    return token;
  }

  @DisplayName("500 calls are rejected with one token: one refresh, 500 successes")
  @Test
  void rejectedCallsShouldSucceedAfterOneRefresh() {
    Node node = node(world.authorizationCode().build());
    consentAndReject(node);
    Orders orders = orders(node.alice());

    assertThat(Crowd.all(500, orders::list)).hasSize(500).containsOnly("\"\"");

    assertThat(refreshes()).isEqualTo(1);
    assertThat(incidents).isEmpty();
  }

  @Test
  void bodyOfARejectedCallShouldBeSentAgain() {
    Node node = node(world.authorizationCode().build());
    consentAndReject(node);

    assertThat(orders(node.alice()).order("tea")).isEqualTo("\"tea\"");

    assertThat(api.requests()).hasSize(2).allMatch(request -> request.text().equals("tea"));
    assertThat(refreshes()).isEqualTo(1);
  }

  @DisplayName("an API that always answers 401, 1,000 calls in 10 s: two token requests")
  @Test
  void apiThatAlwaysRejectsShouldNotRotateTheGrantWithEachCall() {
    Orders orders = orders(consented().alice());
    api.always(Reply.of(401));

    for (int i = 0; i < 1_000; i++) {
      assertRejected(orders);
      world.clock().advance(Duration.ofNanos(9_990_000));
    }
    assertThat(world.tokenRequests()).isEqualTo(2);
    await()
        .untilAsserted(
            () ->
                assertThat(incidents)
                    .extracting(Incident::kind)
                    .containsExactly(Incident.Kind.REFRESHED_TOKEN_REJECTED));
    assertThat(incidents.get(0).principal()).isEqualTo(World.ALICE);
  }

  @Test
  void pauseBetweenForcedRefreshesShouldDoubleUpToFiveMinutes() {
    world.server().issue(issuing -> issuing.withLifetime(Duration.ofDays(1)));
    Orders orders = ordersAfterAForcedRefresh(consented());

    for (int seconds : new int[] {10, 20, 40, 80, 160, 300, 300}) {
      int before = refreshes();
      world.clock().advance(Duration.ofSeconds(seconds).minusMillis(1));
      assertRejected(orders);
      assertThat(refreshes()).as("before %s s are over", seconds).isEqualTo(before);
      world.clock().advance(Duration.ofMillis(1));
      assertRejected(orders);
      assertThat(refreshes()).as("after %s s", seconds).isEqualTo(before + 1);
    }
  }

  @Test
  void successShouldBringThePauseBackToTenSecondsAndNotLess() {
    Orders orders = ordersAfterAForcedRefresh(consented());
    forceAnotherRefresh(orders);

    api.behave();
    orders.list();
    api.always(Reply.of(401));
    assertRejected(orders);
    assertThat(refreshes()).isEqualTo(2);
    forceAnotherRefresh(orders);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 404, 429, 500})
  void failureOfAnApiShouldLeaveThePauseAsItIs(int status) {
    Orders orders = ordersAfterAForcedRefresh(consented());
    forceAnotherRefresh(orders);

    api.always(Reply.of(status));
    assertThat(orders.get().statusCode()).isEqualTo(status);
    api.always(Reply.of(401));
    world.clock().advance(Duration.ofSeconds(10));
    assertRejected(orders);
    assertThat(refreshes()).isEqualTo(2);
  }

  @Test
  void newConsentShouldOweNothingToThePauseOfTheGrantBefore() {
    Node node = consented();
    Orders orders = ordersAfterAForcedRefresh(node);
    api.behave();

    consentAndReject(node);

    assertThat(orders.list()).isEqualTo("\"\"");
    assertThat(refreshes()).isEqualTo(2);
  }

  private Node consented() {
    Node node = node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    return node;
  }

  /** Makes the API reject every token from now on. */
  private Orders ordersAfterAForcedRefresh(Node node) {
    Orders orders = orders(node.alice());
    api.always(Reply.of(401));
    assertRejected(orders);
    assertThat(refreshes()).isEqualTo(1);
    return orders;
  }

  private void forceAnotherRefresh(Orders orders) {
    int before = refreshes();
    world.clock().advance(Duration.ofSeconds(10));
    assertRejected(orders);
    assertThat(refreshes()).isEqualTo(before + 1);
  }

  private static void assertRejected(Orders orders) {
    assertThatExceptionOfType(Orders.Failed.class).isThrownBy(orders::list);
  }

  @DisplayName("revoked on another node: the first 401 makes this node look at the store")
  @Test
  void callShouldSayThatAnotherNodeHasRevokedTheGrant() {
    ClientRegistration registration = world.authorizationCode().build();
    Node node = node(registration);
    Node other = node(registration);
    consentAndReject(node);
    Orders orders = orders(node.alice());
    assertThat(other.alice().revoke()).isTrue();

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(orders::list)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REVOKED));
    assertThat(refreshes()).isZero();
  }

  @Test
  void tokenThatAnotherNodeHasRefreshedShouldBeUsedWithoutARefresh() {
    ClientRegistration registration = world.authorizationCode().build();
    Node node = node(registration);
    Node other = node(registration);
    OAuthToken token = consentAndReject(node);
    other.alice().refresh(token);
    assertThat(refreshes()).isEqualTo(1);

    assertThat(orders(node.alice()).list()).isEqualTo("\"\"");
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void callOfTheClientItselfShouldRecover() {
    Node node = node(world.clientCredentials().build());
    rejected.add(node.client().token().accessToken().value());

    assertThat(orders(node.client().session()).list()).isEqualTo("\"\"");
    assertThat(world.tokenRequests()).isEqualTo(2);
  }

  @Test
  void secondRejectionOfACallShouldBeTheCallersAnswer() {
    Node node = consented();
    api.next(Reply.of(401), Reply.of(401).withBody("the second"));

    HttpResponse<String> response = orders(node.alice()).get();

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("the second");
    assertThat(api.requests()).hasSize(2);
    assertThat(refreshes()).isEqualTo(1);
    await()
        .untilAsserted(
            () ->
                assertThat(incidents)
                    .extracting(Incident::kind)
                    .containsExactly(Incident.Kind.REFRESHED_TOKEN_REJECTED));
  }

  @Test
  void callShouldFailWithTheReasonWhenTheServerRefusesToRefresh() {
    Node node = node(world.authorizationCode().build());
    consentAndReject(node);
    world.server().token().always(Reply.error(400, "invalid_grant"));

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> orders(node.alice()).list())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.GRANT_REFUSED));
    assertThat(api.requests()).hasSize(1);
  }

  @Test
  void nothingShouldBeRefreshedInManualMode() {
    Node node = node(world.authorizationCode().manualRefresh().build());
    consentAndReject(node);

    assertRejected(orders(node.alice()));
    assertThat(refreshes()).isZero();
    assertThat(api.requests()).hasSize(1);
    assertThat(incidents).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void demandForMoreShouldReachTheCallerAndRefreshNothing(int status) {
    Node node = node(world.authorizationCode().scopes("read").build());
    node.consent(world.server(), World.ALICE);
    api.always(
        Reply.of(status)
            .withHeader(
                "WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"read admin\""));

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> orders(node.alice()).list())
        .satisfies(
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.INSUFFICIENT_SCOPE);
              assertThat(e.demand())
                  .contains(AuthorizationDemand.none().withScopes(Scopes.of("read", "admin")));
            });
    assertThat(api.requests()).hasSize(1);
    assertThat(refreshes()).isZero();
  }

  @Test
  void demandShouldBeSatisfiedByAConsentToItAndToNothingThatIsNotRegistered() {
    Node node = node(world.authorizationCode().scopes("read").stepUpScopes("pay", "admin").build());
    node.consent(world.server(), World.ALICE);
    Orders orders = orders(node.alice());
    AuthorizationDemand pay = demand(orders, "pay");
    AuthorizationDemand root = demand(orders, "root pay");
    api.behave();

    OAuthToken token = consent(node, pay);

    assertThat(token.scopes()).isEqualTo(Scopes.of("read", "pay"));
    assertThat(orders.list()).isEqualTo("\"\"");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> consent(node, root))
        .withMessageContaining("stepUpScopes");
  }

  @Test
  void stepUpShouldKeepTheScopesOfEarlierStepUpsAndTheSameSessionShouldUseThem() {
    ClientRegistration registration =
        world.authorizationCode().scopes("read").stepUpScopes("pay", "admin").build();
    Node node = node(registration);
    Node other = node(registration);
    node.consent(world.server(), World.ALICE);
    OAuthSession granted = node.alice().withGrantedAccess();
    Orders orders = orders(granted);
    AuthorizationDemand pay = demand(orders, "pay");
    AuthorizationDemand admin = demand(orders, "admin");
    AuthorizationDemand recent = AuthorizationDemand.none().withMaxAge(Duration.ofMinutes(5));
    api.behave();

    consent(node, pay);
    assertThat(orders.list()).isEqualTo("\"\"");
    assertThat(granted.token().scopes()).isEqualTo(Scopes.of("read", "pay"));
    consent(other, admin);
    OAuthToken all = other.alice().withGrantedAccess().token();
    OAuthToken again = consent(other, recent);

    assertThat(all.scopes()).isEqualTo(Scopes.of("read", "pay", "admin"));
    assertThat(again.scopes()).isEqualTo(all.scopes());
    world.clock().advance(Duration.ofMinutes(1)); // the first node reads the store again
    await().untilAsserted(() -> assertThat(granted.token()).isEqualTo(again));
    assertThat(refreshes()).isZero();
  }

  private AuthorizationDemand demand(Orders orders, String scopes) {
    api.always(
        Reply.of(403)
            .withHeader(
                "WWW-Authenticate",
                "Bearer error=\"insufficient_scope\", scope=\"" + scopes + "\""));
    return catchThrowableOfType(ReauthorizationRequiredException.class, orders::list)
        .demand()
        .orElseThrow();
  }

  private OAuthToken consent(Node node, AuthorizationDemand demand) {
    var browser = UserAgentBinding.random();
    AuthorizationRedirect redirect =
        node.client().startAuthorization(World.ALICE, browser, o -> o.satisfying(demand));
    URI callback = world.server().consent(redirect.uri(), World.ALICE.name());
    return node.client()
        .finishAuthorization(AuthorizationCallback.parse(callback), browser)
        .token();
  }
}
