// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token of the application, converted to a granted token. */
class GrantedTokenTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final AccessRequest ASKED = AccessRequest.of(Scopes.of("read", "write"));

  private static OAuthToken.Builder token() {
    return OAuthToken.builder(new AccessToken("t"));
  }

  @Test
  void tokenShouldKeepEverythingThatItHas() {
    OAuthToken token =
        token()
            .tokenType(new TokenType("bearer"))
            .expiresAt(Optional.of(NOW.plusSeconds(60)))
            .refreshToken(Optional.of(new RefreshToken("r")))
            .idToken(Optional.of(new IdToken("i")))
            .scopes(Scopes.of("read"))
            .additional(Map.of("tenant", "acme"))
            .build();

    assertThat(GrantedToken.of(token, ASKED, NOW))
        .isEqualTo(
            new GrantedToken(
                new AccessToken("t"),
                new TokenType("bearer"),
                Optional.of(Duration.ofMinutes(1)),
                Optional.of(new RefreshToken("r")),
                Optional.empty(),
                Scopes.of("read"),
                Optional.of(new IdToken("i")),
                Map.of("tenant", "acme")));
  }

  @Test
  void tokenShouldHaveTheScopesThatWereAskedForWhenItDoesNotSayThem() {
    assertThat(GrantedToken.of(token().build(), ASKED, NOW).scopes()).isEqualTo(ASKED.scopes());
  }

  @ParameterizedTest
  @ValueSource(longs = {-36_500, -1, 0, 1, 36_500})
  void tokenShouldHaveTheLifetimeThatIsLeftAndKeepThatItHasExpired(long days) {
    Duration left = Duration.ofDays(days);
    OAuthToken token = token().expiresAt(Optional.of(NOW.plus(left))).build();

    assertThat(GrantedToken.of(token, ASKED, NOW).lifetime()).contains(left);
  }

  @Test
  void tokenShouldNotEndByTimeWhenItDoesNotSayWhen() {
    assertThat(GrantedToken.of(token().build(), ASKED, NOW).lifetime()).isEmpty();
  }
}
