// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import static io.hexauth.domain.registration.TokenResponseFormat.lenient;
import static io.hexauth.domain.registration.TokenResponseFormat.strict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hexauth.domain.internal.grant.ResponseBody.Members;
import io.hexauth.domain.internal.grant.ResponseBody.Syntax;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.registration.TokenResponseFormat;
import io.hexauth.domain.registration.TokenResponseFormat.ExpiresIn;
import io.hexauth.domain.scope.Scopes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers of real providers, and their results in a lenient and in a strict format. */
class TokenResponseTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final String REFUSED = "refused";
  private static final String ENDLESS = "endless";
  private static final String LONGEST = Duration.ofSeconds(Integer.MAX_VALUE).toString();

  static TokenResult interpret(TokenResponseFormat format, int status, ResponseBody body) {
    var answer = new TokenEndpointResponse(status, body, Optional.empty(), NOW, List.of());
    return TokenResponse.interpret(
        format, GrantType.AUTHORIZATION_CODE, Scopes.of("asked", "for"), answer);
  }

  /**
   * {@return the result of an answer with a token of type Bearer, changed by these members; null
   * removes a member}
   */
  private static TokenResult json(TokenResponseFormat format, Object... changes) {
    Map<String, Object> members =
        new HashMap<>(Map.of("access_token", "t0ken", "token_type", "Bearer"));
    for (int i = 0; i < changes.length; i += 2) {
      if (changes[i + 1] == null) {
        members.remove(changes[i]);
      } else {
        members.put((String) changes[i], changes[i + 1]);
      }
    }
    return interpret(format, 200, new Members(members, Syntax.JSON));
  }

  private static String lifetime(TokenResult outcome) {
    return outcome
        .token()
        .map(granted -> granted.lifetime().map(Duration::toString).orElse(ENDLESS))
        .orElse(REFUSED);
  }

  private static String scopes(TokenResult outcome) {
    return outcome.token().map(granted -> granted.scopes().value()).orElse(REFUSED);
  }

  @Nested
  @DisplayName("A12: expires_in")
  class ExpiresInMember {

    static Stream<Arguments> variants() {
      return Stream.of(
          // what | the member | lenient | strict
          arguments("a number", 3600, "PT1H", "PT1H"),
          arguments("a long", 3600L, "PT1H", "PT1H"),
          arguments("a string (PayPal)", "3600", "PT1H", REFUSED),
          arguments("a string with blanks", " 3600 ", "PT1H", REFUSED),
          arguments("a fraction", 3600.9, "PT1H", REFUSED),
          arguments("a decimal", new BigDecimal("3600.5"), "PT1H", REFUSED),
          arguments("a fraction in a string", "3600.5", "PT1H", REFUSED),
          arguments("absent", null, ENDLESS, ENDLESS),
          arguments("an empty string", "", ENDLESS, REFUSED),
          arguments("zero", 0, "PT0S", "PT0S"),
          arguments("zero in a string", "0", "PT0S", REFUSED),
          arguments("negative", -1, "PT0S", "PT0S"),
          arguments("negative in a string", "-1", "PT0S", REFUSED),
          arguments("less than a second", 0.4, "PT0S", REFUSED),
          arguments("more than an int", 4_000_000_000L, LONGEST, LONGEST),
          arguments("2^63", BigInteger.ONE.shiftLeft(63), LONGEST, LONGEST),
          arguments("-2^63", BigInteger.ONE.shiftLeft(63).negate(), "PT0S", "PT0S"),
          arguments("1e30", 1e30, LONGEST, REFUSED),
          arguments("NaN", Double.NaN, ENDLESS, REFUSED),
          arguments("infinity", Double.POSITIVE_INFINITY, ENDLESS, REFUSED),
          arguments("a word", "soon", ENDLESS, REFUSED),
          arguments("a boolean", true, ENDLESS, REFUSED),
          arguments("forty digits", "0".repeat(36) + "3600", "PT1H", REFUSED),
          arguments("more than forty digits", "0".repeat(37) + "3600", ENDLESS, REFUSED),
          arguments("20,000 bits", decimal(19_999), LONGEST, REFUSED),
          arguments("more than 20,000 bits", decimal(20_000), ENDLESS, REFUSED),
          arguments("68 years", 2_147_483_647, LONGEST, LONGEST),
          arguments("a second less", 2_147_483_646, "PT596523H14M6S", "PT596523H14M6S"),
          arguments("one", BigDecimal.ONE, "PT1S", REFUSED),
          arguments("just less than one", new BigDecimal("0.99999"), "PT0S", REFUSED),
          arguments("a decimal below zero", new BigDecimal("-3600.5"), "PT0S", REFUSED),
          arguments("a list", List.of(3600), ENDLESS, REFUSED));
    }

    private static BigDecimal decimal(int bit) {
      return new BigDecimal(BigInteger.ONE.shiftLeft(bit));
    }

    @ParameterizedTest(name = "{0}: {2}, strict {3}")
    @MethodSource("variants")
    void expiresInShouldHaveADefinedMeaning(
        String what, Object member, String lenient, String strict) {
      assertThat(lifetime(json(lenient(), "expires_in", member))).as(what).isEqualTo(lenient);
      assertThat(lifetime(json(strict(), "expires_in", member))).as(what).isEqualTo(strict);
    }

    static Stream<Arguments> otherMembers() {
      return Stream.of(
          arguments("expires (old Facebook)", "expires", 5184000, "PT1440H"),
          arguments("expires in a form", "expires", "60", "PT1M"),
          arguments("expires_at in seconds", "expires_at", NOW.getEpochSecond() + 60, "PT1M"),
          arguments(
              "expires_at in a string", "expires_at", "" + (NOW.getEpochSecond() + 60), "PT1M"),
          arguments(
              "expires_at in milliseconds", "expires_at", NOW.toEpochMilli() + 60_500, "PT1M"),
          arguments("expires_at as a date (Square)", "expires_at", "2026-11-20T12:01:00Z", "PT1M"),
          arguments("expires_at with an offset", "expires_at", "2026-11-20T14:01:00+02:00", "PT1M"),
          arguments("expires_at in the past", "expires_at", "2020-01-01T00:00:00Z", "PT0S"),
          arguments("expires_at far away", "expires_at", "+999999999-01-01T00:00:00Z", LONGEST),
          arguments("expires_at in forty", "expires_at", date(20), "PT1M"),
          arguments("expires_at in more than forty", "expires_at", date(21), ENDLESS),
          arguments("the last of the seconds", "expires_at", 100_000_000_000L, LONGEST),
          arguments("the first of the milliseconds", "expires_at", 100_000_000_001L, "PT0S"),
          arguments("expires_at as garbage", "expires_at", "tomorrow", ENDLESS));
    }

    private static String date(int blanks) {
      return "2026-11-20T12:01:00Z" + " ".repeat(blanks);
    }

    @ParameterizedTest(name = "{0}: {3}, strict endless")
    @MethodSource("otherMembers")
    void otherMembersShouldCountInALenientFormatOnly(
        String what, String name, Object value, String lenient) {
      assertThat(lifetime(json(lenient(), name, value))).as(what).isEqualTo(lenient);
      assertThat(lifetime(json(strict(), name, value))).as(what).isEqualTo(ENDLESS);
    }

    @Test
    void expiresInShouldWinWhenOtherMembersAreThereToo() {
      assertThat(lifetime(json(lenient(), "expires_in", 60, "expires", 1, "expires_at", 1)))
          .isEqualTo("PT1M");
    }

    @Test
    void expiresInShouldMeanMillisecondsWhenTheFormatSaysSo() {
      var format = lenient().withExpiresIn(ExpiresIn.MILLISECONDS);
      assertThat(lifetime(json(format, "expires_in", 3_600_999))).isEqualTo("PT1H");
    }

    @Test
    void expiresInShouldMeanAnInstantWhenTheFormatSaysSo() {
      var format = lenient().withExpiresIn(ExpiresIn.EPOCH_SECONDS);
      long inOneMinute = NOW.getEpochSecond() + 60;
      assertThat(lifetime(json(format, "expires_in", inOneMinute))).isEqualTo("PT1M");
      assertThat(lifetime(json(format, "expires_in", "" + inOneMinute))).isEqualTo("PT1M");
      assertThat(lifetime(json(format, "expires_in", 1))).isEqualTo("PT0S");
    }

    static Stream<Arguments> refreshTokenMembers() {
      return Stream.of(
          arguments("refresh_token_expires_in", 1800, Optional.of(Duration.ofMinutes(30))),
          arguments("refresh_expires_in", "1800", Optional.of(Duration.ofMinutes(30))),
          arguments("x_refresh_token_expires_in", 1800, Optional.of(Duration.ofMinutes(30))),
          arguments("refresh_expires_in", 0, Optional.empty()),
          arguments("refresh_expires_in", "never", Optional.empty()));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("refreshTokenMembers")
    void refreshTokensShouldHaveALifetimeOfTheirOwn(
        String name, Object value, Optional<Duration> expected) {
      var granted = json(lenient(), "refresh_token", "r", name, value).token().orElseThrow();
      assertThat(granted.refreshLifetime()).isEqualTo(expected);
      assertThat(granted.lifetime()).isEmpty();
      assertThat(granted.additional()).isEmpty();
    }
  }

  @Nested
  @DisplayName("A06: scope")
  class ScopeMember {

    static Stream<Arguments> variants() {
      return Stream.of(
          arguments("absent is as asked for", null, "asked for", "asked for"),
          arguments("empty is empty (CVE-2022-31690)", "", "", ""),
          arguments("blank is empty", "  ", "", ""),
          arguments("one", "read", "read", "read"),
          arguments("several", "read write", "read write", "read write"),
          arguments("doubled, with odd spaces", " read\twrite  read ", "read write", "read write"),
          arguments("comma without configuration is one scope", "a,b", "a,b", "a,b"),
          arguments("an array (Twitch)", List.of("read", "write"), "read write", REFUSED),
          arguments("an empty array", List.of(), "", REFUSED),
          arguments("an array of other things", List.of(1, Map.of(), "read"), "read", REFUSED),
          arguments("unusable scopes are not granted", "read wr\"ite läsen", "read", REFUSED),
          arguments("a number is no scope", 42, "", REFUSED),
          arguments("an object is no scope", Map.of("read", true), "", REFUSED));
    }

    @ParameterizedTest(name = "{0}: \"{2}\", strict \"{3}\"")
    @MethodSource("variants")
    void scopeShouldHaveADefinedMeaning(String what, Object scope, String lenient, String strict) {
      assertThat(scopes(json(lenient(), "scope", scope))).as(what).isEqualTo(lenient);
      assertThat(scopes(json(strict(), "scope", scope))).as(what).isEqualTo(strict);
    }

    @Test
    void scopesShouldBeSplitByTheDelimiterOfTheFormat() {
      for (String delimiter : List.of(",", "+", ", ")) {
        assertThat(
                scopes(
                    json(
                        lenient().withScopeDelimiter(delimiter),
                        "scope",
                        String.join(delimiter, "repo", "gist"))))
            .isEqualTo("repo gist");
      }
    }
  }

  @Nested
  @DisplayName("A12, A13: token_type")
  class TokenTypeMember {

    static Stream<Arguments> variants() {
      return Stream.of(
          arguments("as registered", "Bearer", true, true),
          arguments("lower case", "bearer", true, true),
          arguments("upper case", "BEARER", true, true),
          arguments("absent", null, true, false),
          arguments("empty", "", true, false),
          arguments("Apigee", "BearerToken", true, false),
          arguments("Slack's bot", "bot", true, false),
          arguments("Slack's user", "user", true, false),
          arguments("mac", "mac", false, false),
          arguments("DPoP", "DPoP", false, false),
          arguments("N_A (RFC 8693)", "N_A", false, false),
          arguments("a header injection", "Bearer\r\nX: y", false, false),
          arguments("a number", 42, false, false),
          arguments("an object", Map.of("type", "Bearer"), false, false));
    }

    @ParameterizedTest(name = "{0}: {2}, strict {3}")
    @MethodSource("variants")
    void onlyBearerTokensShouldBeUsed(String what, Object type, boolean lenient, boolean strict) {
      assertThat(json(lenient(), "token_type", type) instanceof TokenResult.Granted)
          .as(what)
          .isEqualTo(lenient);
      assertThat(json(strict(), "token_type", type) instanceof TokenResult.Granted)
          .as(what)
          .isEqualTo(strict);
    }
  }
}
