// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hexauth.domain.internal.json.JsonSize;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.OAuthToken;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SizeLimitsTest {

  private static final SizeLimits LIMITS = SizeLimits.defaults();

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 1, 1",
    "1, 0, 1, 1, 1",
    "1, 1, -1, 1, 1",
    "1, 1, 1, -1, 1",
    "1, 1, 1, 1, 0"
  })
  void limitsShouldBeRefusedWhenOneAllowsNothing(
      int principal, int token, int additional, int values, int tokens) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new SizeLimits(principal, token, additional, values, tokens, Integer.MAX_VALUE));
  }

  @Test
  void documentShouldHaveRoomForOneLargestTokenOfEachKind() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LIMITS.withDocument(5 * LIMITS.token(), 16))
        .withMessageContaining("document must be at least");
    SizeLimits wider = LIMITS.withToken(1024 * 1024).withAdditional(1024, 10).withPrincipal(10);
    assertThat(wider.document()).isGreaterThan(5 * 1024 * 1024);
    assertThat(wider.token()).isEqualTo(1024 * 1024);
    assertThat(wider.additional()).isEqualTo(1024);
    assertThat(wider.additionalValues()).isEqualTo(10);
    assertThat(wider.principal()).isEqualTo(10);
    assertThat(wider.tokens()).isEqualTo(16);
    assertThat(LIMITS.withDocument(600 * 1024, 3).tokens()).isEqualTo(3);
  }

  @Test
  void limitsShouldBeAcceptedWhenEachIsTheLeast() {
    var least = new SizeLimits(1, 1, 0, 0, 1, 5 + 1 + 4096);
    assertThat(least.document()).isEqualTo(4102);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SizeLimits(1, 1, 0, 0, 1, 4101))
        .withMessageContaining("= 4102");
    assertThatIllegalArgumentException().isThrownBy(() -> least.withToken(Integer.MAX_VALUE));
  }

  @Test
  void defaultsShouldBeThoseThatAreDocumented() {
    assertThat(LIMITS).isEqualTo(new SizeLimits(1024, 65536, 65536, 1000, 16, 524_288));
    assertThat(LIMITS.withToken(10).withAdditional(0, 0).withPrincipal(1))
        .isEqualTo(new SizeLimits(1, 10, 0, 0, 16, 524_288));
    assertThat(LIMITS.withToken(1024 * 1024).document())
        .isEqualTo(5 * 1024 * 1024 + 65536 + 1024 + 4096);
    assertThat(LIMITS.withPrincipal(524_288).document())
        .isEqualTo(5 * 65536 + 65536 + 524_288 + 4096);
    assertThat(LIMITS.withAdditional(524_288, 1).document())
        .isEqualTo(5 * 65536 + 524_288 + 1024 + 4096);
  }

  /**
   * Limits of 20 bytes for a token with its quotes, and of 50 bytes and 5 values for additional
   * members.
   */
  static final SizeLimits SMALL = new SizeLimits(10, 20, 50, 5, 16, 5000);

  private static Stream<Arguments> tokens() {
    String most = "x".repeat(18);
    String tooMuch = "x".repeat(19);
    return Stream.of(
        arguments("access token", OAuthToken.builder(most), OAuthToken.builder(tooMuch)),
        arguments(
            "refresh token",
            OAuthToken.builder("t").refreshToken(most),
            OAuthToken.builder("t").refreshToken(tooMuch)),
        arguments(
            "ID token",
            OAuthToken.builder("t").idToken(Optional.of(new IdToken(most))),
            OAuthToken.builder("t").idToken(Optional.of(new IdToken(tooMuch)))),
        arguments(
            "scope",
            OAuthToken.builder("t").scopes(Scopes.of("x".repeat(8), "y".repeat(9))),
            OAuthToken.builder("t").scopes(Scopes.of("x".repeat(9), "y".repeat(9)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tokens")
  void tokenShouldBeRefusedFromOneByteOverItsLimitOn(
      String part, OAuthToken.Builder most, OAuthToken.Builder tooMuch) {
    assertThat(SMALL.problemOf(most.build())).isEmpty();
    assertThat(SMALL.problemOf(tooMuch.build()))
        .contains(
            "its "
                + part
                + " of 21 bytes is over the limit of 20; raise it with SizeLimits.withToken");
  }

  static Stream<Arguments> additional() {
    Object endless = nested(10_000);
    return Stream.of(
        // bytes, values, members, whether they are within these limits
        arguments(0, 0, Map.of(), true),
        arguments(0, 0, Map.of("a", 1), false),
        arguments(0, 1, Map.of("a", 1), false),
        arguments(6, 0, Map.of("a", 1), false),
        arguments(5, 1, Map.of("a", 1), false),
        arguments(6, 1, Map.of("a", 1), true),
        arguments(12, 1, Map.of("a", 1, "b", 2), false),
        arguments(11, 2, Map.of("a", 1, "b", 2), false),
        arguments(12, 2, Map.of("a", 1, "b", 2), true),
        arguments(11, 3, Map.of("a", List.of(1, 2)), true),
        arguments(10, 3, Map.of("a", List.of(1, 2)), false),
        arguments(11, 2, Map.of("a", List.of(1, 2)), false),
        arguments(50, Integer.MAX_VALUE, Map.of("a", "x".repeat(50)), false),
        arguments(Integer.MAX_VALUE, 50, Map.of("a", endless), false),
        arguments(Integer.MAX_VALUE, Integer.MAX_VALUE, Map.of("a", endless), true));
  }

  @ParameterizedTest(name = "{0} bytes, {1} values, {2}: {3}")
  @MethodSource("additional")
  void additionalMembersShouldBeRefusedFromOneOverALimitOn(
      int bytes, int values, Map<String, Object> members, boolean within) {
    var limits = new SizeLimits(1, 1, 0, 0, 1, Integer.MAX_VALUE);
    var these =
        bytes == Integer.MAX_VALUE
            ? new SizeLimits(1, 1, Integer.MAX_VALUE - 5000, values, 1, Integer.MAX_VALUE)
            : limits.withAdditional(bytes, values);
    assertThat(these.allowAdditional(members)).isEqualTo(within);
  }

  private static Object nested(int levels) {
    Object value = 1;
    for (int i = 0; i < levels; i++) {
      value = List.of(value);
    }
    return value;
  }

  @Test
  void additionalMembersShouldBeRefusedWithBothLimits() {
    OAuthToken token = OAuthToken.builder("t").additional(Map.of("a", "x".repeat(44))).build();
    assertThat(SMALL.problemOf(token))
        .contains(
            "its additional members are over the limit of 50 bytes or 5 values; raise it with"
                + " SizeLimits.withAdditional");
    assertThat(SMALL.problemOf(token.toBuilder().additional(Map.of("a", "x".repeat(43))).build()))
        .isEmpty();
  }

  @Test
  void principalShouldBeMeasuredInBytes() {
    assertThat(LIMITS.problemOf(Principal.of("x".repeat(1024)))).isEmpty();
    assertThat(LIMITS.problemOf(Principal.of("x".repeat(1025))))
        .hasValueSatisfying(
            problem -> assertThat(problem).contains("1,025 bytes", "1,024", "withPrincipal"));
    assertThat(LIMITS.problemOf(Principal.of("€".repeat(342)))).isPresent();
    assertThat(LIMITS.problemOf(new Principal("x".repeat(1000), "y".repeat(24)))).isEmpty();
    assertThat(LIMITS.problemOf(new Principal("x".repeat(1000), "y".repeat(25)))).isPresent();
  }

  @Test
  void jsonShouldBeAsLargeAsItIsWritten() {
    assertThat(JsonSize.of("aä€\"\\\n")).isEqualTo(2 + 1 + 2 + 3 + 2 + 2 + 6);
    assertThat(JsonSize.of("\u001f \u007f\u0080\u07ff\u0800\uFFFF"))
        .isEqualTo(2 + 6 + 1 + 1 + 2 + 2 + 3 + 3);
    assertThat(JsonSize.of("")).isEqualTo(2);
    assertThat(JsonSize.of(true, 9, 9)).isEqualTo(new JsonSize(5, 1));
    assertThat(JsonSize.of(null, 9, 9)).isEqualTo(new JsonSize(5, 1));
    assertThat(JsonSize.of(-12, 9, 9)).isEqualTo(new JsonSize(3, 1));
    assertThat(JsonSize.of("é", 9, 9)).isEqualTo(new JsonSize(4, 1));
    var members = new LinkedHashMap<String, Object>();
    members.put("n", new BigDecimal("12.50"));
    members.put("l", Arrays.asList(1, null, "a"));
    JsonSize size = JsonSize.of(members, 1000, 1000);
    assertThat(size.values()).isEqualTo(6);
    assertThat(size.bytes()).isGreaterThanOrEqualTo("{\"n\":12.50,\"l\":[1,null,\"a\"]}".length());
  }

  @Test
  void countingShouldEndWhenAValueContainsItselfOrIsDeep() {
    List<Object> endless = new ArrayList<>();
    endless.add(endless);
    assertThat(JsonSize.of(endless, Long.MAX_VALUE, 100).values()).isEqualTo(101);
    assertThat(JsonSize.of(endless, 10, Integer.MAX_VALUE).bytes()).isEqualTo(12);
    assertThat(LIMITS.allowAdditional(Map.of("more", endless))).isFalse();
  }
}
