// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.scope.Scopes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

  private static final Instant END = Instant.parse("2026-11-20T13:00:00Z");

  private static OAuthToken.Builder full() {
    return OAuthToken.builder("t0ken")
        .expiresAt(END)
        .refreshToken("r3fresh")
        .idToken(Optional.of(new IdToken("1d")))
        .scopes(Scopes.of("a"))
        .additional(Map.of("instance_url", "https://eu1.example"));
  }

  @Test
  void toBuilderShouldKeepEveryField() {
    OAuthToken token = full().build();
    assertThat(token.toBuilder().build()).isEqualTo(token).hasSameHashCodeAs(token);
    assertThat(token.authorization()).isEqualTo("Bearer t0ken");
    assertThat(token.refreshToken()).contains(new RefreshToken("r3fresh"));
    assertThat(token.expiresAt()).contains(END);
    assertThat(token.accessToken()).isEqualTo(new AccessToken("t0ken"));
    assertThat(token.idToken()).contains(new IdToken("1d"));
    assertThat(token.scopes()).isEqualTo(Scopes.of("a"));
    OAuthToken other = full().tokenType(new TokenType("DPoP")).build();
    assertThat(other.toBuilder().build()).isEqualTo(other);
    assertThat(other.tokenType()).isEqualTo(new TokenType("DPoP"));
  }

  @Test
  void tokenShouldHaveNothingThatWasNotGiven() {
    OAuthToken token = OAuthToken.builder("t0ken").build();
    assertThat(token.tokenType()).isEqualTo(TokenType.BEARER);
    assertThat(token.scopes()).isEqualTo(Scopes.none());
    assertThat(token.expiresAt()).isEmpty();
    assertThat(token.refreshToken()).isEmpty();
    assertThat(token.idToken()).isEmpty();
    assertThat(token.additional()).isEmpty();
    assertThat(token)
        .isNotEqualTo(null)
        .isNotEqualTo(new AccessToken("t0ken"))
        .isNotEqualTo(OAuthToken.builder("other").build())
        .hasToString("OAuthToken[type=Bearer, expiresAt=never, refreshable=false, scopes=]");
    assertThat(full().refreshToken(Optional.of(new RefreshToken("r2"))).expiresAt(Optional.of(END)))
        .extracting(OAuthToken.Builder::build)
        .isEqualTo(full().refreshToken("r2").expiresAt(END).build());
  }

  @Test
  void tokensShouldHintAtTheirKind() {
    assertThat(new AccessToken("t").typeHint()).isEqualTo("access_token");
    assertThat(new RefreshToken("t").typeHint()).isEqualTo("refresh_token");
  }

  @Test
  void tokensShouldDifferWhereverAFieldDoes() {
    OAuthToken token = full().build();
    assertThat(
            List.of(
                full().expiresAt(Optional.empty()).build(),
                full().refreshToken(Optional.empty()).build(),
                full().idToken(Optional.empty()).build(),
                full().scopes(Scopes.none()).build(),
                full().additional(Map.of()).build(),
                full().tokenType(new TokenType("DPoP")).build(),
                OAuthToken.builder("t0ken").build()))
        .doesNotContain(token)
        .doesNotHaveDuplicates();
  }

  @DisplayName("H7: a token shows when it ends and what it is for, nothing else")
  @Test
  void tokenShouldRedactItself() {
    assertThat(full().build())
        .hasToString(
            "OAuthToken[type=Bearer, expiresAt=2026-11-20T13:00:00Z, refreshable=true, scopes=a]");
  }

  @Test
  void tokenShouldNotChangeWithTheMapItWasMadeFrom() {
    var members = new HashMap<String, Object>(Map.of("a", 1));
    OAuthToken token = full().additional(members).build();
    members.put("b", 2);
    assertThat(token.additional()).containsOnlyKeys("a");
  }

  @Test
  void additionalMembersShouldBeImmutableAtEveryDepthAndKeepTheirOrder() {
    var inner = new ArrayList<Object>(List.of(1, 2.5, new BigDecimal("1e9"), true));
    var members = new LinkedHashMap<String, Object>();
    members.put("z", inner);
    members.put("a", Map.of("b", inner));
    OAuthToken token = full().additional(members).build();

    inner.add("later");

    assertThat(token.additional().keySet()).containsExactly("z", "a");
    assertThat(token.additional().toString()).doesNotContain("later");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> ((List<?>) token.additional().get("z")).clear());
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> ((Map<?, ?>) token.additional().get("a")).clear());
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> token.additional().clear());
    assertThat(token.additional())
        .isEqualTo(
            Map.of(
                "z", List.of(1, 2.5, new BigDecimal("1e9"), true),
                "a", Map.of("b", List.of(1, 2.5, new BigDecimal("1e9"), true))));
  }

  static Stream<Object> json() {
    return Stream.of(
        "",
        "text",
        true,
        (byte) 1,
        (short) 1,
        1,
        Long.MIN_VALUE,
        1.5f,
        Double.MAX_VALUE,
        new BigInteger("9".repeat(1000)),
        new BigDecimal("0." + "9".repeat(998)),
        List.of(),
        Map.of(),
        nested(64, List::of),
        nested(64, inner -> Map.of("a", inner)));
  }

  @ParameterizedTest
  @MethodSource("json")
  void additionalMemberShouldBeKeptWhenItIsAJsonValue(Object value) {
    assertThat(full().additional(Map.of("name", value)).build().additional())
        .isEqualTo(Map.of("name", value));
  }

  private static Object nested(int levels, UnaryOperator<Object> around) {
    Object value = "innermost";
    for (int i = 0; i < levels; i++) {
      value = around.apply(value);
    }
    return value;
  }

  static Stream<Object> notJson() {
    return Stream.of(
        END,
        new Object(),
        Optional.empty(),
        Double.NaN,
        Double.NEGATIVE_INFINITY,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        new AtomicInteger(1),
        new BigInteger("9".repeat(1001)),
        new BigDecimal("0." + "9".repeat(999)),
        List.of(END),
        Map.of("a", List.of(Map.of("b", END))),
        Collections.singletonList(null),
        nested(65, List::of),
        nested(65, inner -> Map.of("a", inner)),
        nested(33, inner -> List.of(Map.of("a", inner))));
  }

  @ParameterizedTest
  @MethodSource("notJson")
  void buildShouldRefuseAnAdditionalMemberThatIsNoJsonValueAndNotQuoteIt(Object value) {
    var builder = full().additional(Map.of("name", value));

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("'name'")
        .withMessageNotContaining("2026")
        .withMessageNotContaining("999");
  }

  @DisplayName("A22, B26: nothing gets into a header that would end or change it")
  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\nX: y", "a\0", "a\"", "a,b", "a\\", "{a}", "ä", "\u007F"})
  void tokensAndTypesShouldBeRefusedWhenTheyCannotStandInAHeader(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OAuthToken.builder(value))
        .withMessageNotContaining("X: y");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TokenType(value))
        .withMessageNotContaining("X: y");
  }

  @DisplayName("A12: token_type ignores case")
  @Test
  void tokenTypesShouldIgnoreCase() {
    for (String bearer : List.of("bearer", "BEARER", "Bearer", "bEaReR")) {
      assertThat(new TokenType(bearer)).isEqualTo(TokenType.BEARER).hasToString("Bearer");
      assertThat(new TokenType(bearer).isUnderstood()).isTrue();
    }
    for (String other : List.of("mac", "DPoP", "N_A", "urn:ietf:params:oauth:token-type:x")) {
      assertThat(new TokenType(other).isUnderstood()).isFalse();
    }
  }

  @DisplayName("A22: b64token")
  @Test
  void b64tokenShouldBeRecognised() {
    for (String token :
        List.of("a", "z", "A", "Z", "0", "9", "aZ09-._~+/", "a=", "a==", "eyJh.eyJz.c2ln")) {
      assertThat(new AccessToken(token).isB64token()).as(token).isTrue();
    }
    for (String token :
        List.of("=", "==", "a=b", "a|b", "a:b", "a!", "/:", "9;", "@A", "Z[", "`a", "|z")) {
      assertThat(new AccessToken(token).isB64token()).as(token).isFalse();
    }
  }
}
