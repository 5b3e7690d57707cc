// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.http.Gate;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a grant, and requests that were under way at that time. */
class RevocationTest {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void revokeShouldTellTheServerTheRefreshTokenFirst() {
    Node node = world.node(world.authorizationCode().build());
    OAuthToken token = node.consent(world.server(), World.ALICE);

    assertThat(node.alice().revoke()).isTrue();

    assertThat(revoked())
        .containsExactly(token.refreshToken().orElseThrow().value(), token.accessToken().value());
    assertThat(world.server().revocation().requests())
        .extracting(request -> request.form().first("token_type_hint").orElse(""))
        .containsExactly("refresh_token", "access_token");
    assertThat(node.alice().current()).isEmpty();
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().token())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REVOKED));
    assertThat(node.alice().revoke()).isFalse();
    assertThat(world.store().record().envelope()).isEmpty();
  }

  @Test
  void revokeShouldReachATokenThatAnotherNodeGetsAtTheLastMoment() {
    ClientRegistration registration = world.authorizationCode().build();
    Node node = world.node(registration);
    Node other = world.node(registration);
    node.consent(world.server(), World.ALICE);
    var late = new AtomicReference<OAuthToken>();
    world.store().beforeTombstone(() -> late.set(other.alice().refresh()));

    assertThat(node.alice().revoke()).isTrue();

    assertThat(revoked())
        .contains(
            late.get().refreshToken().orElseThrow().value(), late.get().accessToken().value());
    assertThat(world.store().record().state()).isEqualTo(GrantState.TOMBSTONE);
  }

  /** Another node has revoked the grant, and this node learns of it in one of its views. */
  @Test
  void everyViewShouldEndWhenOneOfThemFindsThatTheGrantWasRevoked() {
    Node there = revokedOnAnotherNode();
    OAuthSession view = read(there);
    assertThat(view.token()).as("still in memory").isNotNull();

    assertRevoked(there.alice()::refresh);

    assertRevoked(view::token);
    assertThat(view.current()).isEmpty();
    assertThat(world.server().ledger().tokenRequests("refresh_token")).as("of the view").isOne();
  }

  @Test
  void revokedGrantShouldNotComeBackFromMemoryWhenTheStoreLosesItsEnd() {
    Node there = revokedOnAnotherNode();
    assertRevoked(there.alice()::refresh);

    world.loseEverythingStored();

    assertThat(there.alice().current()).isEmpty();
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> there.alice().token())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NO_GRANT));
    assertThat(there.alice().revoke()).as("nothing is stored").isFalse();
  }

  @Test
  void expiredTokenShouldNotBeShownWhenAnotherNodeHasRevokedItsGrant() {
    Node there = revokedOnAnotherNode();
    assertThat(there.alice().current()).as("not known here yet").isPresent();
    world.clock().advance(Duration.ofHours(2));

    assertThat(there.alice().current()).isEmpty();
    assertThat(read(there).current()).isEmpty();
  }

  /** A session keeps its cache entry, even if the grant has removed its view for another one. */
  @Test
  void viewThatTheGrantHasDroppedShouldEndWhenItFindsThatTheGrantWasRevoked() {
    ClientRegistration registration = world.authorizationCode().scopes("read", "write").build();
    Node here = world.node(registration);
    here.consent(world.server(), World.ALICE);
    Node there =
        world.node(
            registration, app -> app.config(OAuthClientConfig.defaults().withViewsPerGrant(1)));
    OAuthSession dropped = read(there);
    dropped.token();
    there.alice().withAccess(AccessRequest.of(Scopes.of("write"))).token();
    here.alice().revoke();
    assertThat(dropped.token()).as("not known here yet").isNotNull();

    assertRevoked(dropped::refresh);

    assertRevoked(dropped::token);
    assertThat(dropped.current()).isEmpty();
  }

  @Test
  void revokeShouldForgetATokenWhoseGrantTheStoreHasLost() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.loseEverythingStored();

    assertThat(node.alice().revoke()).isFalse();

    assertThat(node.alice().current()).isEmpty();
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().token())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NO_GRANT));
  }

  @Test
  void revokeShouldEndAGrantThatCannotBeReadAndThenSayThatTheServerWasNotTold() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.cipher().loseKey();

    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> node.alice().revoke());

    assertThat(world.store().record().state()).isEqualTo(GrantState.TOMBSTONE);
    assertRevoked(node.alice()::token);
    assertThat(revoked()).isEmpty();
  }

  /**
   * {@return a node that has the grant and one of its views in memory, after another node has
   * revoked the grant}
   */
  private Node revokedOnAnotherNode() {
    ClientRegistration registration = world.authorizationCode().scopes("read", "write").build();
    Node here = world.node(registration);
    Node there = world.node(registration);
    here.consent(world.server(), World.ALICE);
    assertThat(read(there).token()).isNotNull();
    assertThat(there.alice().token()).isNotNull();
    assertThat(here.alice().revoke()).isTrue();
    return there;
  }

  private static OAuthSession read(Node node) {
    return node.alice().withAccess(AccessRequest.of(Scopes.of("read")));
  }

  private static void assertRevoked(ThrowingCallable call) {
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REVOKED));
  }

  @Test
  void revokeShouldTellTheServerWhenTheAnswerOfTheStoreIsLost() {
    Node node = world.node(world.authorizationCode().build());
    OAuthToken token = node.consent(world.server(), World.ALICE);
    world.store().loseAnswers(1);

    assertThat(node.alice().revoke()).isTrue();

    assertThat(revoked()).contains(token.refreshToken().orElseThrow().value());
  }

  @Test
  void revokeShouldTellTheServerWhenTheStoreCannotSayWhetherTheGrantEnded() {
    Node node = world.node(world.authorizationCode().build());
    OAuthToken token = node.consent(world.server(), World.ALICE);
    world.store().loseAnswer(world.store()::goDown);

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.alice().revoke())
        .satisfies(e -> assertThat(e.isRetryable()).isTrue());
    world.store().comeBack();

    String refreshToken = token.refreshToken().orElseThrow().value();
    await().until(() -> revoked().contains(refreshToken));
    assertThat(node.alice().current()).isEmpty();
  }

  @Test
  void revokeShouldEndTheGrantHereWhenThereIsNoEndpoint() {
    ClientRegistration registration =
        ClientRegistration.builder("acme")
            .clientCredentials()
            .allowPlainHttpOnLoopback()
            .clientSecretBasic(World.CLIENT, () -> World.SECRET)
            .tokenEndpoint(world.server().tokenEndpoint().toString())
            .build();
    Node node = world.node(registration);
    OAuthToken first = node.client().token();

    assertThat(node.client().session().revoke()).isFalse();

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(node.client()::token);
    assertThat(node.client().session().obtainToken()).isNotEqualTo(first);
    assertThat(node.client().token()).isNotNull();
  }

  @Test
  void revokeShouldEndTheGrantHereWhenTheServerIsAway() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.server().revocation().always(Reply.normal().resetting());

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.alice().revoke());

    assertThat(world.store().record().state()).isEqualTo(GrantState.TOMBSTONE);
    assertThat(node.alice().current()).isEmpty();
  }

  @Test
  void revokeShouldNotInviteToTryAgainWhenTheServerIsNotAskedAnyMore() {
    Node node = world.node(world.authorizationCode().build());
    world.server().revocation().always(Reply.normal().resetting());
    int opened = OAuthClientConfig.defaults().circuitThreshold();
    for (int i = 0; i <= opened; i++) {
      node.consent(world.server(), World.ALICE);

      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> node.alice().revoke())
          .withMessageContaining("the grant has ended in the store")
          .satisfies(e -> assertThat(e.isRetryable()).isFalse())
          .satisfies(e -> assertThat(e.service()).isEqualTo(Service.AUTHORIZATION_SERVER));
    }

    assertThat(revoked()).as("the last one was not sent").hasSize(opened);
    assertThat(node.alice().revoke()).as("there is nothing left to revoke").isFalse();
  }

  @Test
  void lateResultOfARefreshShouldBeRevokedAndNotStoredWhenTheGrantWasRevokedMeanwhile() {
    Node node = world.node(world.authorizationCode().build());
    OAuthToken old = node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    CompletableFuture<OAuthToken> refreshing;
    try (Gate gate = world.server().token().holdAnswers()) {
      refreshing = Crowd.one(node.alice()::token);
      gate.awaitArrivals(1);
      node.alice().revoke();
    }

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> Crowd.get(refreshing))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REVOKED));
    assertThat(world.store().record().state()).isEqualTo(GrantState.TOMBSTONE);
    assertThat(node.alice().current()).isEmpty();
    // Including the token that was issued after the revocation.
    List<String> issued =
        world.server().ledger().secrets().stream()
            .filter(secret -> secret.startsWith("rt-") || secret.startsWith("at-"))
            .toList();
    assertThat(issued).contains(old.refreshToken().orElseThrow().value());
    await().until(() -> revoked().containsAll(issued));
  }

  @Test
  void tokenThatCouldNotBeStoredShouldBeRevokedWhenAnotherNodeHasEndedTheGrantMeanwhile() {
    Node node = world.node(world.authorizationCode().build());
    Node other = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.store().refuseCommits();
    OAuthToken unstored = node.alice().refresh();
    other.alice().revoke();

    world.store().comeBack();

    var issued =
        List.of(unstored.refreshToken().orElseThrow().value(), unstored.accessToken().value());
    await("revocation of what was issued").until(() -> revoked().containsAll(issued));
    await().until(() -> node.alice().current().isEmpty());
    assertThat(world.store().record().state()).isEqualTo(GrantState.TOMBSTONE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void newConsentShouldWinOverARefreshThatIsUnderWay(boolean onTheSameNode) {
    Node here = world.node(world.authorizationCode().build());
    Node there = onTheSameNode ? here : world.node(world.authorizationCode().build());
    here.consent(world.server(), World.ALICE);
    CompletableFuture<OAuthToken> refreshing;
    OAuthToken consented;
    try (var pause = new Pause()) {
      world.store().beforeCommit(pause);
      refreshing = Crowd.one(() -> here.alice().refresh());
      pause.awaitReached();
      consented = there.consent(world.server(), World.ALICE);
    }

    assertThat(Crowd.get(refreshing).accessToken()).isEqualTo(consented.accessToken());
    assertThat(here.alice().token().accessToken()).isEqualTo(consented.accessToken());
    assertThat(there.alice().token().accessToken()).isEqualTo(consented.accessToken());
    assertThat(world.store().record().generation()).isEqualTo(1);
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
  }

  private List<String> revoked() {
    return world.server().revocation().requests().stream()
        .map(request -> request.form().first("token").orElse(""))
        .toList();
  }
}
