// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.TokenType;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens that an application imports. */
class HandedInTokenTest {

  private final World world = new World();
  private final Node node = world.node(world.authorizationCode().build());

  @AfterEach
  void close() {
    world.close();
  }

  private OAuthToken yesterdays(Duration left) {
    return OAuthToken.builder("yesterdays-token")
        .refreshToken("yesterdays-refresh-token")
        .expiresAt(world.clock().instant().plus(left))
        .build();
  }

  @Test
  void importTokenShouldStoreATokenHoweverFarItsEndIsAway() {
    OAuthToken token = OAuthToken.builder("for-ever").expiresAt(Instant.MAX).build();

    assertThat(node.alice().importToken(token, ImportMode.IF_ABSENT).accessToken())
        .isEqualTo(token.accessToken());

    world.clock().advance(Duration.ofDays(3650));
    assertThat(node.alice().token().accessToken()).isEqualTo(token.accessToken());
  }

  @Test
  void importTokenShouldStoreTheTokenWhenThereIsNone() {
    OAuthToken token = yesterdays(Duration.ofMinutes(30));

    assertThat(node.alice().importToken(token, ImportMode.IF_ABSENT)).isEqualTo(token);

    assertThat(node.alice().token()).isEqualTo(token);
    Node other = world.node(world.authorizationCode().build());
    assertThat(other.alice().token()).isEqualTo(token);
    node.close();
    assertThat(node.events())
        .extracting(TokenEvent::cause)
        .containsExactly(TokenEvent.Cause.ADOPTED);
    assertThat(world.tokenRequests()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void everyPartOfATokenShouldBeStored(ImportMode mode) {
    OAuthToken token =
        yesterdays(Duration.ofMinutes(30)).toBuilder()
            .tokenType(new TokenType("DPoP"))
            .idToken(Optional.of(new IdToken("header.claims.signature")))
            .scopes(Scopes.of("read", "write"))
            .additional(Map.of("tenant", "t-1"))
            .build();

    assertThat(node.alice().importToken(token, mode)).isEqualTo(token);

    OAuthToken elsewhere = world.node(world.authorizationCode().build()).alice().token();
    assertThat(elsewhere).isEqualTo(token);
    assertThat(elsewhere.tokenType()).isEqualTo(token.tokenType());
    assertThat(elsewhere.idToken()).isEqualTo(token.idToken());
    assertThat(elsewhere.scopes()).isEqualTo(token.scopes());
    assertThat(elsewhere.additional()).isEqualTo(token.additional());
  }

  /** A token without scopes gets those of its session. */
  @ParameterizedTest
  @EnumSource
  void tokenWithoutScopesShouldHaveThoseOfItsSession(ImportMode mode) {
    Node reading = world.node(world.authorizationCode().scopes("read").build());

    OAuthToken stored = reading.alice().importToken(yesterdays(Duration.ofMinutes(30)), mode);

    assertThat(stored.scopes()).isEqualTo(Scopes.of("read"));
  }

  @Test
  void importTokenShouldStoreTheTokenWhenNoneWasEverObtained() {
    OAuthSession session = world.node(world.clientCredentials().build()).client().session();
    world.server().token().next(Reply.error(400, "invalid_scope"));
    assertThatExceptionOfType(TokenRequestRejectedException.class).isThrownBy(session::token);
    assertThat(world.store().record().generation()).isZero();

    OAuthToken token = OAuthToken.builder("handed-in").build();
    assertThat(session.importToken(token, ImportMode.IF_ABSENT).accessToken())
        .isEqualTo(token.accessToken());

    assertThat(session.token().accessToken()).isEqualTo(token.accessToken());
    assertThat(world.store().record().generation()).isEqualTo(1);
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void importTokenShouldChangeNothingWhenThereIsALiveGrant() {
    OAuthToken live = node.consent(world.server(), World.ALICE);

    assertThat(node.alice().importToken(yesterdays(Duration.ofMinutes(30)), ImportMode.IF_ABSENT))
        .isEqualTo(live);

    assertThat(node.alice().token()).isEqualTo(live);
    assertThat(world.store().record().generation()).isEqualTo(1);
  }

  @Test
  void importTokenShouldBeRefusedWhenTheGrantWasRevoked() {
    node.consent(world.server(), World.ALICE);
    node.alice().revoke();

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(
            () ->
                node.alice().importToken(yesterdays(Duration.ofMinutes(30)), ImportMode.IF_ABSENT))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REVOKED));
    assertThat(world.store().record().state()).isEqualTo(GrantState.TOMBSTONE);
  }

  @Test
  void importTokenShouldBeRefusedWhenTheGrantWasRevokedBeforeItsFirstToken() {
    OAuthSession session = world.node(world.clientCredentials().build()).client().session();
    world.server().token().next(Reply.error(400, "invalid_scope"));
    assertThatExceptionOfType(TokenRequestRejectedException.class).isThrownBy(session::token);
    assertThat(world.store().record().generation()).isZero();
    session.revoke();

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(
            () -> session.importToken(yesterdays(Duration.ofMinutes(30)), ImportMode.IF_ABSENT))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REVOKED));
    assertThat(world.store().record().state()).isEqualTo(GrantState.TOMBSTONE);
  }

  @Test
  void importTokenShouldStoreTheTokenWhenTheGrantIsDead() {
    node.consent(world.server(), World.ALICE);
    world.server().revokeAll("alice");
    world.clock().advance(Duration.ofHours(2));
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().token());
    OAuthToken token = yesterdays(Duration.ofMinutes(30));

    assertThat(node.alice().importToken(token, ImportMode.IF_ABSENT)).isEqualTo(token);
    assertThat(node.alice().token()).isEqualTo(token);
  }

  @Test
  void importTokenShouldLeadToARefreshWhenTheTokenHasExpired() {
    OAuthToken consented = node.consent(world.server(), World.ALICE);
    Node other = world.node(world.authorizationCode().build());
    var bob = other.client().session("bob");

    bob.importToken(
        consented.toBuilder().expiresAt(world.clock().instant().minusSeconds(60)).build(),
        ImportMode.IF_ABSENT);

    assertThat(bob.isTokenExpired()).isTrue();
    assertThat(bob.token().accessToken()).isNotEqualTo(consented.accessToken());
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
  }

  @Test
  void adoptedTokenShouldStayKnownWhenItHasExpiredAndCannotBeRefreshed() {
    OAuthToken token =
        OAuthToken.builder("yesterdays-token")
            .expiresAt(world.clock().instant().minus(Duration.ofHours(1)))
            .build();

    assertThat(node.alice().importToken(token, ImportMode.IF_ABSENT)).isEqualTo(token);

    assertThat(node.alice().isTokenExpired()).isTrue();
    assertThat(node.alice().current()).contains(token);
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().token())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NO_REFRESH_TOKEN));
  }

  @Test
  void replaceShouldWinOverWhateverIsStored() {
    node.consent(world.server(), World.ALICE);
    OAuthToken token = yesterdays(Duration.ofMinutes(30));

    assertThat(node.alice().importToken(token, ImportMode.REPLACE)).isEqualTo(token);
    assertThat(node.alice().token()).isEqualTo(token);

    node.alice().revoke();
    assertThat(node.alice().importToken(token, ImportMode.REPLACE)).isEqualTo(token);
    assertThat(node.alice().token()).isEqualTo(token);
  }
}
