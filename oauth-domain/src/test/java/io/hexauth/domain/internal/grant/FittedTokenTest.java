// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rest of an answer, with limits of 20 bytes for a token, and of 50 bytes and 5 values for
 * additional members.
 */
class FittedTokenTest {

  private static final SizeLimits SMALL = new SizeLimits(10, 20, 50, 5, 16, 5000);

  private static final String MOST = "x".repeat(18);
  private static final String TOO_MUCH = "x".repeat(19);

  private static GrantedToken granted(
      String access, String refresh, String id, Scopes scopes, Map<String, Object> additional) {
    return new GrantedToken(
        new AccessToken(access),
        TokenType.BEARER,
        Optional.of(Duration.ofHours(1)),
        Optional.of(new RefreshToken(refresh)),
        Optional.of(Duration.ofDays(1)),
        scopes,
        Optional.of(new IdToken(id)),
        additional);
  }

  private static FittedToken fitted(Scopes scopes, Map<String, Object> additional) {
    GrantedToken granted = granted("t", "r", "i", scopes, additional);
    FittedToken fitted = FittedToken.of(granted, SMALL);
    assertThat(fitted.accessTokenProblem()).isEmpty();
    assertThat(fitted.refreshTokenProblem()).isEmpty();
    assertThat(fitted.granted())
        .isEqualTo(
            granted("t", "r", "i", fitted.granted().scopes(), fitted.granted().additional()));
    return fitted;
  }

  @Test
  void answerShouldStayAsItIsWhenEveryPartIsJustWithinItsLimit() {
    GrantedToken most =
        granted(
            MOST, MOST, MOST, Scopes.of("y".repeat(9), "z".repeat(9)), Map.of("a", "x".repeat(43)));
    assertThat(FittedToken.of(most, SMALL))
        .isEqualTo(new FittedToken(most, Optional.empty(), Optional.empty(), false));
  }

  @Test
  void tokensShouldBeProblemsFromOneByteOverTheLimitOn() {
    FittedToken access =
        FittedToken.of(granted(TOO_MUCH, "r", "i", Scopes.none(), Map.of()), SMALL);
    assertThat(access.accessTokenProblem())
        .hasValueSatisfying(p -> assertThat(p).contains("access token of 21 bytes"));
    assertThat(access.refreshTokenProblem()).isEmpty();
    assertThat(access.granted().refreshToken()).contains(new RefreshToken("r"));
    assertThat(access.isCut()).isFalse();

    FittedToken refresh =
        FittedToken.of(granted("t", TOO_MUCH, "i", Scopes.none(), Map.of()), SMALL);
    assertThat(refresh.accessTokenProblem()).isEmpty();
    assertThat(refresh.refreshTokenProblem())
        .hasValueSatisfying(p -> assertThat(p).contains("refresh token of 21 bytes"));
    assertThat(refresh.granted().refreshToken()).isEmpty();
    assertThat(refresh.isCut()).isFalse();
  }

  @Test
  void answerWithinTheLimitsShouldBeGranted() {
    FittedToken fitted = FittedToken.of(granted("t", "r", "i", Scopes.none(), Map.of()), SMALL);

    assertThat(fitted.result(GrantType.REFRESH_TOKEN))
        .isEqualTo(new TokenResult.Granted(fitted.granted(), true));
    assertThat(fitted.result(GrantType.AUTHORIZATION_CODE))
        .isEqualTo(new TokenResult.Granted(fitted.granted(), false));
  }

  @DisplayName("The old refresh token was replaced by one that cannot be kept")
  @ParameterizedTest
  @ValueSource(strings = {"refresh_token", "password"})
  void refreshTokenThatIsTooLargeShouldEndTheOldOneAndLeaveTheAccessToken(String type) {
    FittedToken fitted =
        FittedToken.of(granted("t", TOO_MUCH, "i", Scopes.none(), Map.of()), SMALL);
    var tooLarge =
        new TokenFailure.TooLarge(new GrantType(type), fitted.refreshTokenProblem().orElseThrow());

    assertThat(fitted.result(new GrantType(type)))
        .isEqualTo(new TokenResult.Granted(fitted.granted(), false, Optional.of(tooLarge)));
  }

  @Test
  void accessTokenThatIsTooLargeShouldLeaveTheRefreshTokenOfARefreshOnly() {
    FittedToken fitted =
        FittedToken.of(granted(TOO_MUCH, "r", "i", Scopes.none(), Map.of()), SMALL);
    String problem = fitted.accessTokenProblem().orElseThrow();

    assertThat(fitted.result(GrantType.REFRESH_TOKEN))
        .isEqualTo(
            new TokenResult.RefreshTokenOnly(
                Optional.of(new RefreshToken("r")),
                Optional.of(Duration.ofDays(1)),
                new TokenFailure.TooLarge(GrantType.REFRESH_TOKEN, problem)));
    assertThat(fitted.result(GrantType.PASSWORD))
        .isEqualTo(new TokenFailure.TooLarge(GrantType.PASSWORD, problem));
  }

  @Test
  void nothingShouldBeKeptWhereBothTokensAreTooLarge() {
    FittedToken fitted =
        FittedToken.of(granted(TOO_MUCH, TOO_MUCH, "i", Scopes.none(), Map.of()), SMALL);

    assertThat(fitted.result(GrantType.REFRESH_TOKEN))
        .isEqualTo(
            new TokenFailure.TooLarge(
                GrantType.REFRESH_TOKEN, fitted.accessTokenProblem().orElseThrow()));
  }

  @Test
  void idTokenShouldBeLeftOutFromOneByteOverTheLimitOn() {
    FittedToken fitted =
        FittedToken.of(granted("t", "r", TOO_MUCH, Scopes.none(), Map.of()), SMALL);
    assertThat(fitted.granted().idToken()).isEmpty();
    assertThat(fitted.isCut()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    // scopes, number of remaining scopes
    "9 9, 2",
    "9 10, 1",
    "10 9, 1",
    "1 1 1 1 1 1 1 1 1 1, 10",
    "1 1 1 1 1 1 1 1 1 1 1, 10",
    "19, 1",
    "20, 0",
    "20 1, 0"
  })
  void scopesShouldBeLeftOutFromOneByteOverTheLimitOn(String lengths, int left) {
    String[] names = lengths.split(" ", -1);
    for (int i = 0; i < names.length; i++) {
      names[i] = Character.toString('a' + i).repeat(Integer.parseInt(names[i]));
    }
    FittedToken fitted = fitted(Scopes.of(names), Map.of());
    assertThat(fitted.granted().scopes().values())
        .containsExactlyElementsOf(List.of(names).subList(0, left));
    assertThat(fitted.isCut()).isEqualTo(left < names.length);
  }

  @ParameterizedTest
  @CsvSource({
    // lengths of texts, remaining members
    "43, a",
    "44, ''",
    "44 1, b",
    "1 44 1, ac",
    "18 18, ab",
    "18 19, a",
    "19 18, a",
    "18 19 18, ac",
    "0 0 0 0 0, abcde",
    "0 0 0 0 0 0, abcde"
  })
  void membersThatAreTooLargeShouldBeLeftOutAndNoOthers(String lengths, String left) {
    String[] sizes = lengths.split(" ", -1);
    var members = new LinkedHashMap<String, Object>();
    for (int i = 0; i < sizes.length; i++) {
      members.put(Character.toString('a' + i), "x".repeat(Integer.parseInt(sizes[i])));
    }
    FittedToken fitted = fitted(Scopes.none(), members);
    Map<String, Object> kept = fitted.granted().additional();
    assertThat(String.join("", kept.keySet())).isEqualTo(left);
    assertThat(members).containsAllEntriesOf(kept);
    assertThat(SMALL.allowAdditional(kept)).isTrue();
    assertThat(fitted.isCut()).isEqualTo(left.length() < sizes.length);
  }

  @Test
  void membersShouldCountWithEveryValueInThem() {
    var members = new LinkedHashMap<String, Object>();
    members.put("a", List.of(1, 2));
    members.put("b", List.of(1, 2));
    members.put("c", List.of(1));
    members.put("d", 1);
    FittedToken fitted = fitted(Scopes.none(), members);
    assertThat(fitted.granted().additional()).containsOnlyKeys("a", "c");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> fitted.granted().additional().clear());
  }
}
