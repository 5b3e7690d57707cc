// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ConnectionStatus;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.server.Issuing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The status of a connection, read from memory and from the store. */
class ConnectionStatusTest {

  /** Lifetime of the server's access tokens. */
  private static final Duration LIFETIME = Duration.ofHours(1);

  /** Time after which the store deletes a grant that cannot be used any more: lease and hold. */
  private static final Duration RETENTION =
      OAuthClientConfig.defaults().lease().plus(OAuthClientConfig.defaults().hold());

  private static final Duration STALE = Duration.ofSeconds(31);

  private final World world = new World();
  private final Node node = world.node(world.authorizationCode().scopes("read", "write").build());

  /** Another node with an empty memory. */
  private final Node other = world.node(world.authorizationCode().scopes("read", "write").build());

  @AfterEach
  void close() {
    world.store().comeBack();
    world.cipher().comeBack();
    world.close();
  }

  private OAuthToken consent() {
    return node.consent(world.server(), World.ALICE);
  }

  private Instant in(Duration time) {
    return world.clock().instant().plus(time);
  }

  /** Checks the status on both nodes, and that no request was sent to the server. */
  private void assertStatus(ConnectionStatus expected) {
    int before = world.tokenRequests();

    assertThat(node.alice().status()).isEqualTo(expected);
    assertThat(other.alice().status()).isEqualTo(expected);

    assertThat(world.tokenRequests()).as("token requests").isEqualTo(before);
  }

  private static ConnectionStatus readAndWrite() {
    return ConnectionStatus.connected().withScopes(Scopes.of("read", "write"));
  }

  @Test
  void principalShouldBeAbsentWhenNothingIsStored() {
    assertStatus(ConnectionStatus.absent());
  }

  @Test
  void principalShouldBeConnectedAfterTheConsent() {
    OAuthToken token = consent();

    assertStatus(readAndWrite().withRefreshable(true).withExpiresAt(token.expiresAt()));
    assertThat(node.alice().status().isConnected()).isTrue();
  }

  @Test
  void memoryShouldAnswerWhileItsTokenIsFresh() {
    consent();
    world.store().goDown();
    int finds = world.store().finds();

    assertThat(node.alice().status().isConnected()).isTrue();
    assertThat(world.store().finds()).isEqualTo(finds);

    world.clock().advance(STALE);
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.alice().status());
  }

  @Test
  void grantShouldBeConnectedWhenItsAccessTokenHasExpiredAndItHasARefreshToken() {
    OAuthToken token = consent();
    world.clock().advance(LIFETIME);

    assertStatus(readAndWrite().withRefreshable(true).withExpiresAt(token.expiresAt()));
  }

  @Test
  void grantWithoutARefreshTokenShouldNeedConsentOnceItsAccessTokenHasExpired() {
    world.server().issue(Issuing::withoutRefreshToken);
    OAuthToken token = consent();

    assertStatus(readAndWrite().withExpiresAt(token.expiresAt()));

    world.clock().advance(LIFETIME);
    assertStatus(ConnectionStatus.consentNeeded(Reason.NO_REFRESH_TOKEN));

    world.clock().advance(RETENTION);
    assertStatus(ConnectionStatus.absent());
  }

  /** Expiry of the refresh token, if the server has sent it. */
  @Test
  void endOfTheRefreshTokenShouldBeShownAndEndTheConnection() {
    world.server().issue(issuing -> issuing.withMember("refresh_expires_in", "10800"));
    OAuthToken token = consent();
    Instant end = in(Duration.ofHours(3));

    assertStatus(
        readAndWrite()
            .withRefreshable(true)
            .withExpiresAt(token.expiresAt())
            .withRefreshExpiresAt(Optional.of(end)));

    world.clock().advance(Duration.ofHours(3));
    assertStatus(ConnectionStatus.consentNeeded(Reason.NO_REFRESH_TOKEN));
  }

  @Test
  void grantShouldNotBeRefreshableWhenTheEndOfItsRefreshTokenIsOverBeforeThatOfItsAccessToken() {
    world.server().issue(issuing -> issuing.withMember("refresh_expires_in", "60"));
    OAuthToken token = consent();
    Instant end = in(Duration.ofSeconds(60));
    world.clock().advance(Duration.ofSeconds(60));

    assertStatus(
        readAndWrite().withExpiresAt(token.expiresAt()).withRefreshExpiresAt(Optional.of(end)));
  }

  @Test
  void tokenThatDoesNotEndShouldHaveNoEnd() {
    world.server().issue(Issuing::withoutLifetime);
    consent();

    assertStatus(readAndWrite().withRefreshable(true));
  }

  @Test
  void revokedGrantShouldNeedConsent() {
    consent();
    node.alice().revoke();

    assertStatus(ConnectionStatus.consentNeeded(Reason.REVOKED));
  }

  @Test
  void revocationOnAnotherNodeShouldBeSeenOnceMemoryIsStale() {
    consent();
    other.alice().revoke();
    assertThat(node.alice().status().isConnected()).isTrue();
    world.clock().advance(STALE);

    assertStatus(ConnectionStatus.consentNeeded(Reason.REVOKED));
  }

  /** The access token has not expired, but the user must consent. */
  @Test
  void refusedGrantShouldNeedConsent() {
    consent();
    world.server().revokeAll("alice");
    assertThat(node.alice().status().isConnected()).as("before the refusal").isTrue();
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().refresh());

    assertStatus(ConnectionStatus.consentNeeded(Reason.GRANT_REFUSED));
  }

  @Test
  void lostRotationShouldNeedConsent() {
    consent();
    world.store().tamper(record -> record.toBuilder().state(GrantState.DEAD).attempt(2).build());

    assertThat(other.alice().status())
        .isEqualTo(ConnectionStatus.consentNeeded(Reason.ROTATION_LOST));
  }

  @Test
  void grantThatWasRefusedTwiceWithoutAnErrorShouldNeedConsent() {
    consent();
    world.clock().advance(LIFETIME);
    world.server().token().always(Reply.of(400));
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(OAuthException.class).isThrownBy(() -> node.alice().token());
      assertThat(other.alice().status().isConnected()).isEqualTo(i == 0);
      world.clock().advance(Duration.ofMinutes(i == 0 ? 2 : 0));
    }

    assertStatus(ConnectionStatus.consentNeeded(Reason.REFUSED_WITHOUT_ERROR));
  }

  @Test
  void viewThatTheGrantDoesNotCoverShouldNeedConsent() {
    world.server().issue(issuing -> issuing.withScopes("read"));
    consent();
    OAuthSession wider = other.alice().withAccess(AccessRequest.of(Scopes.of("write")));
    OAuthSession narrower = other.alice().withAccess(AccessRequest.of(Scopes.of("read")));

    assertThat(wider.status()).isEqualTo(ConnectionStatus.consentNeeded(Reason.NOT_GRANTED));
    assertThat(narrower.status())
        .as("without a token of its own yet")
        .isEqualTo(
            ConnectionStatus.connected().withScopes(Scopes.of("read")).withRefreshable(true));
  }

  @Test
  void newConsentShouldConnectAgain() {
    consent();
    node.alice().revoke();
    consent();

    assertStatus(
        readAndWrite()
            .withRefreshable(true)
            .withExpiresAt(node.alice().current().orElseThrow().expiresAt()));
  }

  @Test
  void grantOfTheClientItselfShouldBeConnectedFromItsFirstTokenOn() {
    OAuthSession session = world.node(world.clientCredentials().build()).client().session();
    assertThat(session.status()).isEqualTo(ConnectionStatus.absent());
    Instant end = session.token().expiresAt().orElseThrow();
    ConnectionStatus connected =
        ConnectionStatus.connected().withRefreshable(true).withExpiresAt(Optional.of(end));

    assertThat(session.status()).isEqualTo(connected);
    world.clock().advance(LIFETIME);
    assertThat(session.status()).isEqualTo(connected);
    world.clock().advance(RETENTION);
    assertThat(session.status()).isEqualTo(ConnectionStatus.absent());
  }

  /** A refused request leaves a record without a credential. */
  @Test
  void grantOfTheClientItselfShouldBeAbsentWhenItsFirstRequestWasRefused() {
    OAuthSession session = world.node(world.clientCredentials().build()).client().session();
    world.server().token().next(Reply.error(400, "invalid_scope"));
    assertThatExceptionOfType(TokenRequestRejectedException.class).isThrownBy(session::token);
    assertThat(world.store().record().generation()).isZero();

    assertThat(session.status()).isEqualTo(ConnectionStatus.absent());
  }

  @Test
  void tokenHandedInShouldBeConnected() {
    OAuthToken token = OAuthToken.builder("handed-in").scopes(Scopes.of("read")).build();
    node.alice().importToken(token, ImportMode.IF_ABSENT);

    assertStatus(ConnectionStatus.connected().withScopes(Scopes.of("read")));
  }

  @Test
  void storeThatDoesNotAnswerShouldBeAFailureThatNamesIt() {
    world.store().goDown();

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.alice().status())
        .matches(e -> e.service() == Service.STORE)
        .matches(ServiceUnavailableException::isRetryable);
  }

  @Test
  void cipherThatDoesNotAnswerShouldBeAFailureThatNamesIt() {
    consent();
    world.cipher().opening(FaultyCipher.Fault.THROWS);

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> other.alice().status())
        .matches(e -> e.service() == Service.CIPHER);
  }

  @Test
  void recordThatCannotBeReadShouldBeAFailure() {
    consent();
    world.store().damage("fmt");

    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> other.alice().status());
  }

  /** A store that fails does not hide a grant that was read before. */
  @Test
  void grantThatTheStoreHasLostShouldBeConnectedAndGivenBack() {
    OAuthToken token = consent();
    world.loseEverythingStored();
    world.clock().advance(STALE);

    assertStatus(readAndWrite().withRefreshable(true).withExpiresAt(token.expiresAt()));
  }
}
