// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import static io.hexauth.domain.registration.TokenResponseFormat.lenient;
import static io.hexauth.domain.registration.TokenResponseFormat.strict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.hexauth.domain.internal.grant.ResponseBody.Members;
import io.hexauth.domain.internal.grant.ResponseBody.Syntax;
import io.hexauth.domain.registration.TokenResponseFormat.ExpiresIn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTokenResponseTest {

  private static final Duration LONGEST = Duration.ofSeconds(Integer.MAX_VALUE);

  private static TokenResult json(String name, Object value) {
    var members = new HashMap<String, Object>(Map.of("access_token", "t", "token_type", "Bearer"));
    members.put(name, value);
    return TokenResponseTest.interpret(lenient(), 200, new Members(members, Syntax.JSON));
  }

  @DisplayName("B25: hostile numbers cost nothing and overflow nothing")
  @Test
  void hostileNumbersShouldBeReadInBoundedTime() {
    String digits = "9".repeat(5000);
    var numbers =
        List.<Object>of(
            "1e999999999",
            "1e-999999999",
            "1e2147483647",
            "-1e999999999",
            digits,
            digits + "e-5000",
            new BigDecimal("1e999999999"),
            new BigDecimal("1e-999999999"),
            new BigDecimal("-1e999999999"),
            new BigDecimal(digits),
            new BigDecimal("3600." + "0".repeat(5000)),
            new BigInteger(digits),
            BigInteger.ONE.shiftLeft(3_000_000),
            new BigDecimal(BigInteger.ONE.shiftLeft(3_000_000), 900_000),
            Double.MAX_VALUE,
            Double.MIN_VALUE,
            Long.MAX_VALUE,
            Long.MIN_VALUE);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          for (Object number : numbers) {
            for (String name :
                List.of("expires_in", "expires", "expires_at", "refresh_expires_in")) {
              for (ExpiresIn meaning : ExpiresIn.values()) {
                var members = Map.of("access_token", "t", name, number);
                var granted =
                    TokenResponseTest.interpret(
                            lenient().withExpiresIn(meaning),
                            200,
                            new Members(members, Syntax.JSON))
                        .token()
                        .orElseThrow();
                granted.lifetime().ifPresent(d -> assertThat(d).isBetween(Duration.ZERO, LONGEST));
              }
            }
          }
        });
  }

  @Test
  void hugeAndTinyNumbersShouldHaveTheNearestMeaning() {
    assertThat(lifetime(new BigDecimal("1e999999999"))).isEqualTo(LONGEST);
    assertThat(lifetime(new BigDecimal("1e-999999999"))).isZero();
    assertThat(lifetime(new BigDecimal("3600." + "0".repeat(500)))).isEqualTo(Duration.ofHours(1));
    assertThat(lifetime(new BigInteger("9".repeat(5000)))).isEqualTo(LONGEST);
    assertThat(lifetime("1e3")).isEqualTo(Duration.ofSeconds(1000));
  }

  private static Duration lifetime(Object expiresIn) {
    return json("expires_in", expiresIn).token().orElseThrow().lifetime().orElseThrow();
  }

  @DisplayName("A22, B26: tokens that would end or change a header are refused at receipt")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\rb",
        "a\nb",
        "a\r\nX-Evil: 1",
        "a\0b",
        "a\tb",
        "a b",
        " a",
        "a ",
        "a\"b",
        "a,b",
        "a\\b",
        "a{b",
        "a}b",
        "{a}",
        "a\u007Fb",
        "a\u0080b",
        "\u0100",
        "\uD83D\uDE00",
        "\uD800",
        "\u2028"
      })
  void accessTokensShouldBeRefusedWhenTheyCannotStandInAHeader(String token) {
    var outcome = json("access_token", token);
    assertThat(outcome).isInstanceOf(TokenFailure.Unusable.class);
    assertThat(outcome.toString()).doesNotContain(token + "'").doesNotContain("X-Evil");
  }

  @Test
  void accessTokensShouldBeRefusedWhenTheyAreNoText() {
    for (Object token : List.of(42, true, List.of("t"), Map.of("t", "t"), "")) {
      assertThat(json("access_token", token)).isInstanceOf(TokenFailure.Unusable.class);
    }
  }

  @Test
  void accessTokensShouldBeB64tokensWhenTheFormatIsStrict() {
    for (String token : List.of("a|b", "a:b", "a=b", "=", "00D!AQ")) {
      var body = new Members(Map.of("access_token", token, "token_type", "Bearer"), Syntax.JSON);
      assertThat(TokenResponseTest.interpret(lenient(), 200, body))
          .isInstanceOf(TokenResult.Granted.class);
      assertThat(TokenResponseTest.interpret(strict(), 200, body))
          .isInstanceOf(TokenFailure.Unusable.class);
    }
    var plain = new Members(Map.of("access_token", "aA0-._~+/==", "token_type", "b"), Syntax.JSON);
    assertThat(TokenResponseTest.interpret(strict(), 200, plain))
        .isInstanceOf(TokenFailure.Unusable.class);
  }

  @Test
  void refreshTokensShouldBeRefusedWhenTheyAreNotPrintable() {
    for (String token : List.of("a\r\nb", "a\0", "\u0100", "\uD83D\uDE00")) {
      assertThat(json("refresh_token", token)).isInstanceOf(TokenFailure.Unusable.class);
    }
    assertThat(json("refresh_token", "a {b}")).isInstanceOf(TokenResult.Granted.class);
  }

  @DisplayName("A12: 16 KiB tokens are tokens")
  @Test
  void longTokensShouldBeGranted() {
    String token = "t".repeat(16 * 1024);
    assertThat(json("access_token", token).token().orElseThrow().accessToken().value())
        .isEqualTo(token);
  }

  @Test
  void interpretShouldNeverThrowWhateverTheServerWrites() {
    var random = new Random(20261120);
    var names =
        List.of(
            "access_token",
            "token_type",
            "expires_in",
            "expires_at",
            "scope",
            "refresh_token",
            "id_token",
            "error",
            "errors",
            "error_description",
            "ok",
            "data",
            "x");
    for (int i = 0; i < 20_000; i++) {
      var members = new HashMap<String, Object>();
      for (int j = random.nextInt(8); j > 0; j--) {
        members.put(names.get(random.nextInt(names.size())), value(random, 0));
      }
      var format = random.nextBoolean() ? lenient() : strict();
      int status = 100 + random.nextInt(500);
      var body = new Members(members, random.nextBoolean() ? Syntax.JSON : Syntax.FORM);
      assertThat(
              TokenResponseTest.interpret(
                  random.nextBoolean() ? format : format.withMembersAt("data"), status, body))
          .isNotNull();
    }
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 6 : 8)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextBoolean();
      case 2 -> "";
      case 3 -> "tok" + random.nextInt(100);
      case 4 -> new String(new char[] {(char) random.nextInt(65536), (char) random.nextInt(200)});
      case 5 -> random.nextGaussian() * 1e300;
      case 6 -> {
        var list = new ArrayList<Object>();
        list.add(random.nextBoolean() ? null : value(random, depth + 1));
        yield list;
      }
      default -> {
        var map = new HashMap<String, Object>();
        map.put("access_token", random.nextBoolean() ? null : value(random, depth + 1));
        map.put("type", value(random, depth + 1));
        yield map;
      }
    };
  }
}
