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
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.spi.TokenEvent;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that an application already has. */
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
  void adoptShouldStoreATokenHoweverFarItsEndIsAway() {
    OAuthToken token = OAuthToken.builder("for-ever").expiresAt(Instant.MAX).build();

    assertThat(node.alice().adopt(token).accessToken()).isEqualTo(token.accessToken());

    world.clock().advance(Duration.ofDays(3650));
    assertThat(node.alice().token().accessToken()).isEqualTo(token.accessToken());
  }

  @Test
  void adoptShouldStoreTheTokenWhenThereIsNone() {
    OAuthToken token = yesterdays(Duration.ofMinutes(30));

    assertThat(node.alice().adopt(token)).isEqualTo(token);

    assertThat(node.alice().token()).isEqualTo(token);
    Node other = world.node(world.authorizationCode().build());
    assertThat(other.alice().token()).isEqualTo(token);
    node.close();
    assertThat(node.events())
        .extracting(TokenEvent::origin)
        .containsExactly(TokenEvent.Origin.ADOPTED);
    assertThat(world.tokenRequests()).isZero();
  }

  static Stream<Arguments> handovers() {
    BiFunction<OAuthSession, OAuthToken, OAuthToken> adopt = OAuthSession::adopt;
    BiFunction<OAuthSession, OAuthToken, OAuthToken> replace = OAuthSession::replace;
    return Stream.of(Arguments.of("adopt", adopt), Arguments.of("replace", replace));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("handovers")
  void everyPartOfATokenShouldBeStored(
      String name, BiFunction<OAuthSession, OAuthToken, OAuthToken> handover) {
    OAuthToken token =
        yesterdays(Duration.ofMinutes(30)).toBuilder()
            .tokenType(new TokenType("DPoP"))
            .idToken(Optional.of(new IdToken("header.claims.signature")))
            .scopes(Scopes.of("read", "write"))
            .additional(Map.of("tenant", "t-1"))
            .build();

    assertThat(handover.apply(node.alice(), token)).isEqualTo(token);

    OAuthToken elsewhere = world.node(world.authorizationCode().build()).alice().token();
    assertThat(elsewhere).isEqualTo(token);
    assertThat(elsewhere.tokenType()).isEqualTo(token.tokenType());
    assertThat(elsewhere.idToken()).isEqualTo(token.idToken());
    assertThat(elsewhere.scopes()).isEqualTo(token.scopes());
    assertThat(elsewhere.additional()).isEqualTo(token.additional());
  }

  /** A token that says nothing of its scopes has those that are asked for. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("handovers")
  void tokenWithoutScopesShouldHaveThoseOfItsSession(
      String name, BiFunction<OAuthSession, OAuthToken, OAuthToken> handover) {
    Node reading = world.node(world.authorizationCode().scopes("read").build());

    OAuthToken stored = handover.apply(reading.alice(), yesterdays(Duration.ofMinutes(30)));

    assertThat(stored.scopes()).isEqualTo(Scopes.of("read"));
  }

  @Test
  void adoptShouldStoreTheTokenWhenNoneWasEverObtained() {
    OAuthSession session = world.node(world.clientCredentials().build()).client().session();
    world.server().token().next(Reply.error(400, "invalid_scope"));
    assertThatExceptionOfType(TokenRequestRejectedException.class).isThrownBy(session::token);
    assertThat(world.store().record().generation()).isZero();

    OAuthToken token = OAuthToken.builder("handed-in").build();
    assertThat(session.adopt(token).accessToken()).isEqualTo(token.accessToken());

    assertThat(session.token().accessToken()).isEqualTo(token.accessToken());
    assertThat(world.store().record().generation()).isEqualTo(1);
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void adoptShouldChangeNothingWhenThereIsALiveGrant() {
    OAuthToken live = node.consent(world.server(), World.ALICE);

    assertThat(node.alice().adopt(yesterdays(Duration.ofMinutes(30)))).isEqualTo(live);

    assertThat(node.alice().token()).isEqualTo(live);
    assertThat(world.store().record().generation()).isEqualTo(1);
  }

  @Test
  void adoptShouldBeRefusedWhenTheGrantWasRevoked() {
    node.consent(world.server(), World.ALICE);
    node.alice().revokeToken();

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().adopt(yesterdays(Duration.ofMinutes(30))))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REVOKED));
    assertThat(world.store().record().state()).isEqualTo(GrantState.TOMBSTONE);
  }

  @Test
  void adoptShouldBeRefusedWhenTheGrantWasRevokedBeforeItsFirstToken() {
    OAuthSession session = world.node(world.clientCredentials().build()).client().session();
    world.server().token().next(Reply.error(400, "invalid_scope"));
    assertThatExceptionOfType(TokenRequestRejectedException.class).isThrownBy(session::token);
    assertThat(world.store().record().generation()).isZero();
    session.revokeToken();

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> session.adopt(yesterdays(Duration.ofMinutes(30))))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REVOKED));
    assertThat(world.store().record().state()).isEqualTo(GrantState.TOMBSTONE);
  }

  @Test
  void adoptShouldStoreTheTokenWhenTheGrantIsDead() {
    node.consent(world.server(), World.ALICE);
    world.server().revokeAll("alice");
    world.clock().advance(Duration.ofHours(2));
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().token());
    OAuthToken token = yesterdays(Duration.ofMinutes(30));

    assertThat(node.alice().adopt(token)).isEqualTo(token);
    assertThat(node.alice().token()).isEqualTo(token);
  }

  @Test
  void adoptShouldLeadToARefreshWhenTheTokenHasExpired() {
    OAuthToken consented = node.consent(world.server(), World.ALICE);
    Node other = world.node(world.authorizationCode().build());
    var bob = other.client().session("bob");

    bob.adopt(consented.toBuilder().expiresAt(world.clock().instant().minusSeconds(60)).build());

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

    assertThat(node.alice().adopt(token)).isEqualTo(token);

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

    assertThat(node.alice().replace(token)).isEqualTo(token);
    assertThat(node.alice().token()).isEqualTo(token);

    node.alice().revokeToken();
    assertThat(node.alice().replace(token)).isEqualTo(token);
    assertThat(node.alice().token()).isEqualTo(token);
  }
}
