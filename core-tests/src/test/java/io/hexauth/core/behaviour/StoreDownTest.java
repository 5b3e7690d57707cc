// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Behaviour while the store is down: which calls succeed, and how the others fail. */
class StoreDownTest {

  private final World world = new World();
  private final Node node = world.node(world.authorizationCode().build());

  @AfterEach
  void close() {
    world.store().comeBack();
    world.cipher().comeBack();
    world.close();
  }

  @Test
  void everyCallShouldSucceedWhenTheTokenIsStillValid() {
    OAuthToken token = node.consent(world.server(), World.ALICE);
    world.store().goDown();

    for (int minute = 0; minute < 59; minute++) {
      assertThat(node.alice().token()).isEqualTo(token);
      assertThat(node.alice().isTokenExpired()).isFalse();
      assertThat(node.alice().current()).contains(token);
      world.clock().advance(Duration.ofMinutes(1));
    }
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isZero();
  }

  @Test
  void callShouldFailTypedAndPresentNothingWhenTheTokenHasExpired() {
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(1));
    world.store().goDown();

    assertStoreIsBlamed(() -> node.alice().token());
    assertStoreIsBlamed(() -> node.alice().refresh());
    assertThat(world.server().ledger().presentations()).isEmpty();

    world.store().comeBack();
    assertThat(node.alice().token()).isNotNull();
  }

  @Test
  void callShouldFailTypedWhenNothingIsInMemory() {
    world.store().goDown();

    assertStoreIsBlamed(() -> node.alice().token());
    assertStoreIsBlamed(() -> node.alice().current());
    assertStoreIsBlamed(() -> node.alice().revoke());
    assertStoreIsBlamed(
        () ->
            node.alice()
                .importToken(OAuthToken.builder("handed-in").build(), ImportMode.IF_ABSENT));
    assertThat(world.tokenRequests()).isZero();
  }

  @DisplayName(
      "I3: what the client obtains by itself is obtained without the store, once at a time")
  @Test
  void ownGrantShouldBeObtainedWithoutTheStore() {
    Node own = world.node(world.clientCredentials().build());
    world.store().goDown();

    List<OAuthToken> tokens = Crowd.all(50, () -> own.client().token());

    assertThat(tokens).allMatch(tokens.get(0)::equals);
    assertThat(world.tokenRequests()).isEqualTo(1);
    assertThat(own.events()).as("not durable, so not announced").isEmpty();

    world.clock().advance(Duration.ofHours(1));
    assertThat(own.client().token()).isNotEqualTo(tokens.get(0));
    assertThat(world.tokenRequests()).isEqualTo(2);

    world.store().comeBack();
    world.clock().advance(Duration.ofHours(1));
    OAuthToken stored = own.client().token();
    assertThat(world.store().record().generation()).isEqualTo(1);
    assertThat(world.node(world.clientCredentials().build()).client().token().accessToken())
        .isEqualTo(stored.accessToken());
    assertThat(world.tokenRequests()).isEqualTo(3);
  }

  @Test
  void viewShouldBeObtainedOnceWithoutTheStoreWhenTheGrantIsKnown() {
    Node own = world.node(world.clientCredentials().build());
    own.client().token();
    world.store().goDown();

    for (int api = 0; api < 10; api++) {
      OAuthSession session = own.client().session();
      OAuthSession view =
          session.withAccess(session.registration().access().withAudience("api-" + api));
      assertThat(view.token()).isEqualTo(view.token());
    }

    assertThat(world.tokenRequests()).isEqualTo(11);
  }

  @Test
  void refreshTokenThatIsNotKeptShouldNotBeShownWithoutTheStore() {
    Node own =
        world.node(
            world.password().build(),
            b ->
                b.bindResourceOwnerCredentials("acme")
                    .toInstance(user -> Optional.of(new ResourceOwner("alice", "wonderland"))));
    world.store().goDown();

    assertThat(own.alice().token().refreshToken()).isEmpty();

    world.store().comeBack();
    world.clock().advance(Duration.ofHours(2));
    assertThat(own.alice().token().refreshToken()).isPresent();
    assertThat(world.grantTypes()).containsExactly("password", "password");
  }

  @Test
  void refusedScopeShouldNotBeAskedForAgainWithoutTheStore() {
    Node own = world.node(world.clientCredentials().build());
    world.store().goDown();
    world.server().token().always(Reply.error(400, "invalid_scope"));

    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(TokenRequestRejectedException.class)
          .isThrownBy(() -> own.client().token());
    }

    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void ownGrantThatWasRevokedHereShouldNotComeBackWithoutTheStore() {
    Node own = world.node(world.clientCredentials().build());
    own.client().token();
    own.client().session(Principal.self()).revoke();
    world.store().goDown();

    assertStoreIsBlamed(() -> own.client().token());

    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void consentShouldBeStoredOnceWhenTheAnswerOfTheStoreIsLost() {
    world.store().loseAnswers(1);

    OAuthToken token = node.consent(world.server(), World.ALICE);

    assertThat(node.alice().token()).isEqualTo(token);
    assertThat(world.store().record().generation()).isEqualTo(1);
  }

  @DisplayName("I1: what memory gives back is the generation whose secrets it has")
  @Test
  void consentShouldStayTheFirstGenerationWhenAnotherNodeRenewsItBeforeItsAnswer() {
    Node other = world.node(world.authorizationCode().build());
    world.store().loseAnswer(() -> other.alice().refresh());
    node.consent(world.server(), World.ALICE);
    assertThat(world.store().record().generation()).isEqualTo(2);
    world.loseEverythingStored();
    world.clock().advance(Duration.ofHours(2));
    assertThat(node.alice().current()).isPresent();
    assertThat(world.store().record().generation()).isEqualTo(1);

    assertThat(other.alice().token()).isNotNull();

    assertThat(world.store().record().generation()).isEqualTo(3);
    assertThat(world.server().ledger().mostPresentations()).isEqualTo(1);
    assertThat(world.server().ledger().familiesRevokedForReuse()).isZero();
  }

  @Test
  void consentShouldNotUndoARevocationThatItsAnswerCameAfter() {
    Node other = world.node(world.authorizationCode().build());
    world.store().loseAnswer(() -> other.alice().revoke());

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.consent(world.server(), World.ALICE))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REVOKED));

    assertThat(world.store().record().state()).isEqualTo(GrantState.TOMBSTONE);
    assertThat(node.alice().current()).isEmpty();
  }

  @DisplayName("R7: a definite answer is not presented again because its settlement got lost")
  @Test
  void refusalShouldBeWrittenDownWhenTheStoreDoesNotHearOfItAtFirst() {
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    world.server().token().next(Reply.error(400, "invalid_grant"));
    world.store().loseSettlements(1);

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().token())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.GRANT_REFUSED));

    assertThat(world.store().record().state()).isEqualTo(GrantState.DEAD);
  }

  @Test
  void refusalShouldReachTheCallerWhenTheStoreDoesNotHearOfItAtAll() {
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    world.server().token().next(Reply.error(400, "invalid_grant"));
    world.store().loseSettlements(2);

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().token())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.GRANT_REFUSED))
        .satisfies(e -> assertThat(e.errorCode()).contains(OAuthErrorCode.INVALID_GRANT));
  }

  @Test
  void leaseShouldBeGivenBackWhenTheCipherIsAway() {
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    world.cipher().opensNothing();

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.alice().token())
        .satisfies(e -> assertThat(e.service()).isEqualTo(Service.CIPHER));
    assertThat(world.store().record().state()).isEqualTo(GrantState.IDLE);
    assertThat(world.store().record().attempt()).isZero();

    world.cipher().comeBack();
    assertThat(node.alice().token()).isNotNull();
    assertThat(world.server().ledger().mostPresentations()).isEqualTo(1);
  }

  @Test
  void expiredTokenShouldStillBeShownWhenItIsInMemory() {
    OAuthToken token = node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(1));
    world.store().goDown();

    assertThat(node.alice().isTokenExpired()).isTrue();
    assertThat(node.alice().current()).contains(token);
  }

  @Test
  void rotatedTokenShouldBeServedAndStoredLaterWhenTheCommitFails() {
    node.consent(world.server(), World.ALICE);
    world.store().refuseCommits();
    OAuthToken renewed = node.alice().refresh();
    await().until(() -> world.store().failedCommits() > 2);
    assertThat(node.alice().token()).isEqualTo(renewed);
    // The token was not stored, so there is no event.
    assertThat(node.events()).extracting(TokenEvent::generation).doesNotContain(2L);

    world.store().comeBack();

    assertCommitted(renewed);
  }

  /** The token is stored, and this node finds it in the store like a token of another node. */
  @Test
  void rotatedTokenShouldBeAnnouncedOnceWhenTheAnswerToItsCommitIsLost() {
    node.consent(world.server(), World.ALICE);
    world
        .store()
        .afterCommit(
            () -> {
              world.store().afterCommit(() -> {});
              throw new IllegalStateException("The answer was lost");
            });

    OAuthToken renewed = node.alice().refresh();

    assertThat(node.alice().token()).isEqualTo(renewed);
    await().until(() -> node.events().size() == 2);
    node.close();
    assertThat(node.events()).extracting(TokenEvent::generation).containsExactly(1L, 2L);
    assertThat(node.events().get(1).token().orElseThrow().accessToken())
        .isEqualTo(renewed.accessToken());
    assertThat(world.store().record().generation()).isEqualTo(2);
    assertThat(world.server().ledger().mostPresentations()).isEqualTo(1);
  }

  /**
   * The commit is written, its answer is lost, and the store is down until the cache entry is
   * stale.
   */
  @Test
  void rotatedTokenShouldBeAnnouncedWhenTheStoreIsBackAfterTheAnswerToItsCommitWasLost() {
    node.consent(world.server(), World.ALICE);
    world
        .store()
        .afterCommit(
            () -> {
              world.store().afterCommit(() -> {});
              world.store().goDown();
              throw new IllegalStateException("The answer was lost");
            });
    OAuthToken renewed = node.alice().refresh();
    assertThat(node.events()).extracting(TokenEvent::generation).doesNotContain(2L);

    world.store().comeBack();

    await().until(() -> node.events().size() == 2);
    assertThat(node.events().get(1).token().orElseThrow().accessToken())
        .isEqualTo(renewed.accessToken());
    assertThat(node.alice().token()).isEqualTo(renewed);
  }

  @Test
  void whatTheStoreStillHasShouldNotBeAnnouncedWhenMemoryHasSomethingNewer() {
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    Node other =
        world.node(
            world.authorizationCode().build(),
            b -> b.config(OAuthClientConfig.defaults().withStaleness(Duration.ofSeconds(5))));
    world.store().refuseCommits();
    OAuthToken renewed = other.alice().token();
    world.clock().advance(Duration.ofSeconds(6));
    int looks = world.store().finds();

    assertThat(other.alice().token()).isEqualTo(renewed);
    await().until(() -> world.store().finds() >= looks + 3);
    world.store().comeBack();

    await().until(() -> !other.events().isEmpty());
    assertThat(other.events().get(0).generation()).isEqualTo(2);
  }

  @Test
  void rotatedTokenShouldBeServedAndStoredLaterWhenItCannotBeSealed() {
    node.consent(world.server(), World.ALICE);
    world.cipher().goDown();
    OAuthToken renewed = node.alice().refresh();
    assertThat(node.alice().token()).isEqualTo(renewed);

    world.cipher().comeBack();

    assertCommitted(renewed);
  }

  private void assertCommitted(OAuthToken renewed) {
    await().until(() -> node.events().size() == 2);
    assertThat(node.events().get(1).cause()).isEqualTo(TokenEvent.Cause.REFRESHED);
    assertThat(node.events().get(1).token().orElseThrow().accessToken())
        .isEqualTo(renewed.accessToken());
    Node other = world.node(world.authorizationCode().build());
    assertThat(other.alice().token().accessToken()).isEqualTo(renewed.accessToken());
    assertThat(world.server().ledger().mostPresentations()).isEqualTo(1);
    assertThat(world.server().ledger().familiesRevokedForReuse()).isZero();
  }

  private static void assertStoreIsBlamed(Runnable call) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(call::run)
        .satisfies(
            e -> assertThat(e.service()).isEqualTo(ServiceUnavailableException.Service.STORE))
        .satisfies(e -> assertThat(e.isRetryable()).isTrue());
  }

  static Stream<Arguments> readings() {
    return Stream.of(
        // A lease whose answer is unknown is requested a second time.
        Arguments.of("token()", 2, (Function<OAuthSession, OAuthToken>) OAuthSession::token),
        Arguments.of(
            "current()",
            1,
            (Function<OAuthSession, OAuthToken>) session -> session.current().orElseThrow()));
  }

  /** With one thread, the call of another user runs after the background work. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("readings")
  void storeThatIsDownShouldBeAskedOnceInASecondInTheBackground(
      String name, int steps, Function<OAuthSession, OAuthToken> reading) {
    Node node =
        world.node(
            world.authorizationCode().build(),
            app -> app.config(OAuthClientConfig.defaults().withLimits(1, 100)));
    OAuthToken token = node.consent(world.server(), World.ALICE);
    OAuthSession bob = node.client().session(Principal.of("bob"));
    world.clock().advance(Duration.ofMinutes(55));
    world.store().goDown();
    int before = world.store().finds();
    int others = 0;

    for (int second = 1; second <= 3; second++) {
      for (int call = 0; call < 5; call++) {
        assertThat(reading.apply(node.alice())).isEqualTo(token);
        assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(bob::token);
        others++;
        world.clock().advance(Duration.ofMillis(call == 0 ? 999 : 0));
      }
      assertThat(world.store().finds() - before - others).isEqualTo(second * steps);
      world.clock().advance(Duration.ofMillis(1));
    }
  }

  @Test
  void installingShouldGiveUpWhenTheRecordChangesAllTheTime() {
    Node node = world.node(world.authorizationCode().build());
    Node other = world.node(world.authorizationCode().build());
    OAuthToken token = OAuthToken.builder("handed-in").build();
    node.alice().importToken(token, ImportMode.REPLACE);
    var busy = new AtomicBoolean();
    var steps = new AtomicInteger();
    world
        .store()
        .beforeStep(
            () -> {
              if (busy.compareAndSet(false, true)) {
                steps.incrementAndGet();
                other
                    .alice()
                    .importToken(
                        OAuthToken.builder("of-another-" + steps.get()).build(),
                        ImportMode.REPLACE);
                busy.set(false);
              }
            });

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.alice().importToken(token, ImportMode.REPLACE))
        .matches(e -> e.service() == ServiceUnavailableException.Service.STORE)
        .matches(ServiceUnavailableException::isRetryable)
        .withMessageContaining("changed during each attempt");

    assertThat(steps).as("twenty tries: a look, a lost race, a look that shows it").hasValue(60);
  }

  @Test
  void tokenWhosePutFailedShouldBeAnnouncedWhenItIsFoundInTheStoreAllTheSame() {
    Node node = world.node(world.authorizationCode().build());
    world.store().loseAnswer(world.store()::goDown);
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(
            () ->
                node.alice()
                    .importToken(OAuthToken.builder("handed-in").build(), ImportMode.REPLACE));
    world.store().comeBack();

    assertThat(node.alice().token().accessToken().value()).isEqualTo("handed-in");

    node.close(); // waits until listeners have received the events
    assertThat(node.events()).hasSize(1);
    assertThat(node.events().get(0).cause()).isEqualTo(TokenEvent.Cause.ADOPTED);
  }

  static Stream<Arguments> newGrants() {
    OAuthToken token = OAuthToken.builder("handed-in").build();
    Function<World, ClientRegistration.Builder> users = World::authorizationCode;
    Function<World, ClientRegistration.Builder> own = World::clientCredentials;
    Consumer<Node> adopt = node -> node.alice().importToken(token, ImportMode.IF_ABSENT);
    Consumer<Node> replace = node -> node.alice().importToken(token, ImportMode.REPLACE);
    Consumer<Node> fetch = node -> node.client().session().obtainToken();
    return Stream.of(
        Arguments.of("adopted", users, adopt),
        Arguments.of("replaced", users, replace),
        Arguments.of("fetched", own, fetch));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("newGrants")
  void newGrantShouldNotBeAnnouncedWhenItIsNotStored(
      String name, Function<World, ClientRegistration.Builder> grant, Consumer<Node> install) {
    Node node = world.node(grant.apply(world).build());
    world.store().refusePuts();
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> install.accept(node));
    assertThat(world.store().refusedPuts()).isPositive();

    node.close(); // waits until listeners have received the events
    assertThat(node.events()).isEmpty();
  }
}
