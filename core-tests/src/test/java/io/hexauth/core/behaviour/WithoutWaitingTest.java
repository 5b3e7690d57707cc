// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.TokenExpiredException;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ApiAnswer;
import io.hexauth.ports.api.ApiAuthorization;
import io.hexauth.ports.api.ApiRequest;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.Recovery;
import io.hexauth.testkit.http.Gate;
import io.hexauth.testkit.http.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens, authorizations and recoveries as futures. */
@Timeout(60)
class WithoutWaitingTest {

  private static final ApiRequest REQUEST =
      new ApiRequest() {
        @Override
        public String method() {
          return "GET";
        }

        @Override
        public URI uri() {
          return URI.create("https://api.example/orders");
        }
      };

  private static final ApiAnswer UNAUTHORIZED = new Answer(401, List.of());

  private final World world = new World();

  private record Answer(int status, Collection<String> challenges) implements ApiAnswer {
    @Override
    public Collection<String> headers(String name) {
      assertThat(name).isEqualTo("WWW-Authenticate");
      return challenges;
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private static <E extends OAuthException> E failure(Class<E> type, CompletableFuture<?> future)
      throws Exception {
    try {
      get(future);
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(type);
      return type.cast(e.getCause());
    }
    throw new AssertionError("No failure");
  }

  @Test
  void tokenInMemoryShouldBeThereAtOnce() {
    Node node = world.node(world.authorizationCode().build());
    OAuthToken token = node.consent(world.server(), World.ALICE);

    assertThat(node.alice().tokenAsync()).isCompletedWithValue(token);
    assertThat(node.alice().authorizeAsync(REQUEST).getNow(null).token()).isEqualTo(token);
  }

  @Test
  void callersShouldShareOneRequestAndNoneShouldWait() throws Exception {
    Node node = world.node(world.clientCredentials().build());
    OAuthSession session = node.client().session();
    List<CompletableFuture<OAuthToken>> tokens;
    try (Gate gate = world.server().token().hold()) {
      tokens = IntStream.range(0, 20).mapToObj(i -> session.tokenAsync()).toList();
      gate.awaitArrivals(1);
      assertThat(tokens).noneMatch(CompletableFuture::isDone);
    }
    for (CompletableFuture<OAuthToken> token : tokens) {
      assertThat(get(token)).isEqualTo(session.token());
    }
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void actionsShouldRunOnNoThreadOfHexauth() throws Exception {
    Node node = world.node(world.clientCredentials().build());
    CompletableFuture<String> thread;
    try (Gate gate = world.server().token().hold()) {
      thread =
          node.client().session().tokenAsync().thenApply(t -> Thread.currentThread().getName());
      gate.awaitArrivals(1);
    }
    assertThat(get(thread)).doesNotContainIgnoringCase("hexauth");
  }

  @Test
  void futureShouldEndWithTheCallerTimeoutAndTheRequestGoOn() throws Exception {
    Node node =
        world.node(
            world.clientCredentials().build(),
            binder ->
                binder.config(
                    OAuthClientConfig.defaults().withCallerTimeout(Duration.ofMillis(100))));
    OAuthSession session = node.client().session();
    try (Gate gate = world.server().token().hold()) {
      CompletableFuture<OAuthToken> first = session.tokenAsync();
      gate.awaitArrivals(1);
      var failure = failure(ServiceUnavailableException.class, session.tokenAsync());
      assertThat(failure.isRetryable()).isTrue();
      assertThat(failure.service()).isEqualTo(Service.AUTHORIZATION_SERVER);
      assertThat(failure(ServiceUnavailableException.class, first).isRetryable()).isTrue();
    }
    await()
        .ignoreExceptionsInstanceOf(ServiceUnavailableException.class)
        .untilAsserted(() -> assertThat(session.token()).isNotNull());
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void eachCallerShouldGetAnExceptionOfItsOwn() throws Exception {
    Node node = world.node(world.clientCredentials().build());
    world.server().token().always(Reply.error(400, "invalid_scope"));
    OAuthSession session = node.client().session();
    CompletableFuture<OAuthToken> first;
    CompletableFuture<OAuthToken> second;
    try (Gate gate = world.server().token().hold()) {
      first = session.tokenAsync();
      second = session.tokenAsync();
      gate.awaitArrivals(1);
    }
    assertThat(failure(OAuthException.class, first))
        .isNotSameAs(failure(OAuthException.class, second))
        .hasMessageContaining("invalid_scope");
  }

  @Test
  void futureShouldFailWhereThereIsNoGrantAndWhereTheClientIsClosed() throws Exception {
    Node node = world.node(world.authorizationCode().build());
    assertThat(failure(ReauthorizationRequiredException.class, node.alice().tokenAsync()).reason())
        .isEqualTo(Reason.NO_GRANT);
    node.clients().close();
    assertThat(
            failure(
                ServiceUnavailableException.class,
                node.client().session(Principal.of("bob")).tokenAsync()))
        .hasMessageContaining("closed");
  }

  @Test
  void manualModeShouldReadTheStoreAndNotRefresh() throws Exception {
    var registration = world.authorizationCode().manualRefresh().build();
    OAuthToken token = world.node(registration).consent(world.server(), World.ALICE);
    OAuthSession elsewhere = world.node(registration).alice();

    assertThat(get(elsewhere.tokenAsync()).accessToken()).isEqualTo(token.accessToken());
    world.clock().advance(Duration.ofDays(1));
    failure(TokenExpiredException.class, elsewhere.tokenAsync());
    assertThat(failure(ReauthorizationRequiredException.class, bob(registration)).reason())
        .isEqualTo(Reason.NO_GRANT);
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isZero();
  }

  private CompletableFuture<OAuthToken> bob(
      io.hexauth.domain.registration.ClientRegistration registration) {
    return world.node(registration).client().session("bob").tokenAsync();
  }

  @Test
  void rejectedTokenShouldBeReplacedOnceForAllCallsAndEachSentAgainOnce() throws Exception {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    OAuthSession session = node.alice();
    ApiAuthorization first = session.authorize(REQUEST);

    List<CompletableFuture<Recovery>> recoveries;
    try (Gate gate = world.server().token().hold()) {
      recoveries =
          IntStream.range(0, 20)
              .mapToObj(i -> session.recoverAsync(REQUEST, first, UNAUTHORIZED))
              .toList();
      gate.awaitArrivals(1);
      assertThat(recoveries).noneMatch(CompletableFuture::isDone);
    }
    for (CompletableFuture<Recovery> recovery : recoveries) {
      ApiAuthorization second = get(recovery).again().orElseThrow();
      assertThat(second.token()).isEqualTo(session.token()).isNotEqualTo(first.token());
      assertThat(get(session.recoverAsync(REQUEST, second, UNAUTHORIZED)).again()).isEmpty();
    }
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
    // Twenty callers of one refresh count once: the pause is the shortest.
    world.clock().advance(Duration.ofSeconds(10));
    assertThat(session.recover(REQUEST, session.authorize(REQUEST), UNAUTHORIZED).again())
        .isPresent();
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(2);
    // A late answer to the first token.
    assertThat(get(session.recoverAsync(REQUEST, first, UNAUTHORIZED)).again()).isPresent();
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(2);
  }

  @Test
  void lateAnswerShouldNeitherEndThePauseNorBeHeldUpByIt() throws Exception {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    OAuthSession session = node.alice();
    ApiAuthorization first = session.authorize(REQUEST);
    ApiAuthorization second = session.recover(REQUEST, first, UNAUTHORIZED).again().orElseThrow();
    world.clock().advance(Duration.ofSeconds(10));
    assertThat(session.recover(REQUEST, session.authorize(REQUEST), UNAUTHORIZED).again())
        .isPresent();

    // An API accepted the first token, which says nothing about later tokens.
    assertThat(session.recover(REQUEST, first, new Answer(200, List.of())))
        .isSameAs(Recovery.done());
    world.clock().advance(Duration.ofSeconds(10));
    ApiAuthorization third = session.authorize(REQUEST);
    assertThat(session.recover(REQUEST, third, UNAUTHORIZED).again()).isEmpty();

    // A newer token exists already, so it is used during the pause as well.
    OAuthToken newest = session.refresh();
    assertThat(session.recover(REQUEST, third, UNAUTHORIZED).again())
        .hasValueSatisfying(again -> assertThat(again.token()).isEqualTo(newest));
    assertThat(get(session.recoverAsync(REQUEST, third, UNAUTHORIZED)).again()).isPresent();
    assertThat(second.token()).isNotEqualTo(third.token());
  }

  @Test
  void requestThatWasSentAgainShouldNotBeSentAThirdTime() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    OAuthSession session = node.alice();
    ApiAuthorization first = session.authorize(REQUEST);
    session.refresh();

    ApiAuthorization again = session.recover(REQUEST, first, UNAUTHORIZED).again().orElseThrow();

    assertThat(session.recover(REQUEST, again, UNAUTHORIZED).again()).isEmpty();
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
  }

  @Test
  void timeoutOfOneCallerShouldNotEndTheLookOfOthers() throws Exception {
    var registration = world.authorizationCode().manualRefresh().build();
    OAuthToken token = world.node(registration).consent(world.server(), World.ALICE);
    OAuthSession session =
        world
            .node(
                registration,
                binder ->
                    binder.config(
                        OAuthClientConfig.defaults().withCallerTimeout(Duration.ofSeconds(2))))
            .alice();
    var hold = new CountDownLatch(1);
    world.store().beforeStep(() -> Crowd.await(hold));
    CompletableFuture<OAuthToken> late = session.tokenAsync();
    failure(ServiceUnavailableException.class, late);

    CompletableFuture<OAuthToken> next = session.tokenAsync();
    assertThat(next).isNotDone();
    hold.countDown();
    assertThat(get(next).accessToken()).isEqualTo(token.accessToken());
  }

  @Test
  void failureOfARecoveryShouldBeItsRefusal() throws Exception {
    var registration = world.authorizationCode().build();
    Node node = world.node(registration);
    node.consent(world.server(), World.ALICE);
    ApiAuthorization first = node.alice().authorize(REQUEST);
    world.node(registration).alice().revoke();

    Recovery recovery = get(node.alice().recoverAsync(REQUEST, first, UNAUTHORIZED));

    assertThat(recovery.again()).isEmpty();
    assertThat(recovery.refusal())
        .containsInstanceOf(ReauthorizationRequiredException.class)
        .hasValueSatisfying(e -> assertThat(e).hasMessageContaining("revoked"));
  }

  @Test
  void answerShouldBeTheCallersWhenTheServerThatRefreshesIsDown() throws Exception {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    ApiAuthorization used = node.alice().authorize(REQUEST);
    world.server().token().always(Reply.of(503));
    var certain = new Answer(401, List.of("Bearer error=\"invalid_token\""));
    for (Answer answer : List.of(new Answer(401, List.of()), certain)) {
      assertThat(node.alice().recover(REQUEST, used, answer)).isSameAs(Recovery.done());
      assertThat(get(node.alice().recoverAsync(REQUEST, used, answer))).isSameAs(Recovery.done());
    }
  }

  @Test
  void userShouldBeNeededForAGrantWithoutARefreshTokenOnlyWhenTheApiIsCertain() throws Exception {
    world.server().issue(issuing -> issuing.withoutRefreshToken());
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    OAuthSession session = node.alice();
    ApiAuthorization used = session.authorize(REQUEST);
    var certain = new Answer(401, List.of("Bearer error=\"invalid_token\""));

    assertThat(session.recover(REQUEST, used, UNAUTHORIZED)).isSameAs(Recovery.done());
    assertThat(get(session.recoverAsync(REQUEST, used, UNAUTHORIZED))).isSameAs(Recovery.done());
    for (Recovery recovery :
        List.of(
            session.recover(REQUEST, used, certain),
            get(session.recoverAsync(REQUEST, used, certain)))) {
      assertThat(recovery.refusal())
          .get(InstanceOfAssertFactories.type(ReauthorizationRequiredException.class))
          .extracting(ReauthorizationRequiredException::reason)
          .isEqualTo(Reason.NO_REFRESH_TOKEN);
    }
  }

  @Test
  void twoViewsWhoseApisRejectEverythingShouldNotFreeEachOther() {
    Node node = world.node(world.authorizationCode().scopes("read", "write").build());
    node.consent(world.server(), World.ALICE);
    List<OAuthSession> views =
        List.of(
            node.alice(),
            node.alice().withAccess(AccessRequest.of(Scopes.of("read"))),
            node.alice().withAccess(AccessRequest.of(Scopes.of("write"))));
    views.forEach(OAuthSession::token);
    int before = world.server().ledger().tokenRequests("refresh_token");

    for (int i = 0; i < 60; i++) {
      OAuthSession session = views.get(i % views.size());
      Recovery unused = session.recover(REQUEST, session.authorize(REQUEST), UNAUTHORIZED);
    }

    assertThat(world.server().ledger().tokenRequests("refresh_token") - before)
        .as("one for each view, at most")
        .isBetween(1, views.size());
  }

  @Test
  void answerThatSaysNothingAboutTheTokenShouldNeedNothing() throws Exception {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    ApiAuthorization used = node.alice().authorize(REQUEST);
    for (Answer answer :
        List.of(
            new Answer(200, List.of()),
            new Answer(403, List.of()),
            new Answer(500, List.of()),
            new Answer(401, List.of("Bearer error=\"invalid_request\"")))) {
      assertThat(node.alice().recover(REQUEST, used, answer)).isSameAs(Recovery.done());
      assertThat(get(node.alice().recoverAsync(REQUEST, used, answer))).isSameAs(Recovery.done());
    }
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isZero();
  }

  @Test
  void authorizationOfAnotherGrantShouldBeRefused() {
    Node node = world.node(world.authorizationCode().scopes("read", "write").build());
    node.consent(world.server(), World.ALICE);
    node.consent(world.server(), Principal.of("bob"));
    ApiAuthorization ofBob = node.client().session("bob").authorize(REQUEST);
    ApiAuthorization ofAView =
        node.alice().withAccess(AccessRequest.of(Scopes.of("read"))).authorize(REQUEST);
    for (ApiAuthorization foreign :
        List.of(ofBob, ofAView, new Copy(node.alice().authorize(REQUEST)))) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> node.alice().recover(REQUEST, foreign, UNAUTHORIZED))
          .withMessageContaining("does not belong to this session");
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> node.alice().recoverAsync(REQUEST, foreign, UNAUTHORIZED));
    }
  }

  private record Copy(ApiAuthorization of) implements ApiAuthorization {
    @Override
    public OAuthToken token() {
      return of.token();
    }

    @Override
    public void headers(java.util.function.BiConsumer<String, String> header) {
      of.headers(header);
    }
  }
}
