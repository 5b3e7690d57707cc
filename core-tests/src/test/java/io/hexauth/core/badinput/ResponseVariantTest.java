// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.TokenResponseFormat;
import io.hexauth.domain.registration.TokenResponseFormat.ExpiresIn;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.server.Issuing;
import io.hexauth.testkit.server.Rotation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values that real providers send for {@code expires_in} and {@code scope}: each has a defined
 * meaning, and none causes a refresh loop.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponseVariantTest {

  private static final long ENDLESS = -1;

  private final VirtualClock clock = VirtualClock.create();
  private final World world = new World();
  private int users;

  @BeforeAll
  void open() {
    ClientRegistration lenient = world.each("lenient").build();
    world.start(
        binder ->
            binder
                .config(World.PATIENT)
                .clock(clock)
                .registration(lenient)
                .registration(
                    lenient.toBuilder()
                        .id("strict")
                        .responseFormat(TokenResponseFormat.strict())
                        .build())
                .registration(
                    lenient.toBuilder()
                        .id("comma")
                        .responseFormat(TokenResponseFormat.lenient().withScopeDelimiter(","))
                        .build())
                .registration(
                    lenient.toBuilder()
                        .id("milliseconds")
                        .responseFormat(
                            TokenResponseFormat.lenient().withExpiresIn(ExpiresIn.MILLISECONDS))
                        .build())
                .registration(
                    lenient.toBuilder()
                        .id("epoch")
                        .responseFormat(
                            TokenResponseFormat.lenient().withExpiresIn(ExpiresIn.EPOCH_SECONDS))
                        .build())
                .registration(
                    lenient.toBuilder()
                        .id("default-lifetime")
                        .defaultTokenLifetime(Duration.ofMinutes(5))
                        .build())
                .registration(world.code("refreshing").build()));
  }

  @AfterAll
  void close() {
    world.close();
  }

  private OAuthSession session(String id) {
    return world.client(id).session(Principal.of("user-" + users++));
  }

  private void member(String name, String json) {
    world.server.issue(issuing -> Issuing.defaults().withMember(name, json));
  }

  @ParameterizedTest(name = "expires_in {1} for {0}: {2} s")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          lenient          | 3600                        | 3600
          lenient          | "3600"                      | 3600
          lenient          | " 3600 "                    | 3600
          lenient          | 3600.5                      | 3600
          lenient          | "3600.5"                    | 3600
          lenient          | 3.6e3                       | 3600
          lenient          | 59                          | 59
          lenient          | 1                           | 1
          lenient          | 0                           | 0
          lenient          | "0"                         | 0
          lenient          | 0.4                         | 0
          lenient          | -0                          | 0
          lenient          | -1                          | 0
          lenient          | "-3600"                     | 0
          lenient          | -1e308                      | 0
          lenient          | 1e-999999                   | 0
          lenient          | 2147483647                  | 2147483647
          lenient          | 2147483648                  | 2147483647
          lenient          | 9223372036854775807         | 2147483647
          lenient          | 9223372036854775808         | 2147483647
          lenient          | 99999999999999999999999999  | 2147483647
          lenient          | 1e30                        | 2147483647
          lenient          | 1e999999                    | 2147483647
          lenient          | null                        | -1
          lenient          | ""                          | -1
          lenient          | "soon"                      | -1
          lenient          | "NaN"                       | -1
          lenient          | "Infinity"                  | -1
          lenient          | "0x10"                      | -1
          lenient          | true                        | -1
          lenient          | []                          | -1
          lenient          | {}                          | -1
          strict           | 3600                        | 3600
          strict           | 0                           | 0
          strict           | -1                          | 0
          strict           | null                        | -1
          milliseconds     | 3600000                     | 3600
          milliseconds     | "999"                       | 0
          epoch            | 1893502800                  | 3600
          epoch            | 1                           | 0
          default-lifetime | null                        | -1
          default-lifetime | 3600                        | 3600
          """)
  void expiresInShouldHaveADefinedMeaning(String id, String json, long seconds) {
    clock.jump(Duration.between(clock.instant(), Instant.parse("2030-01-01T12:00:00Z")));
    member("expires_in", json);
    OAuthSession session = session(id);
    int before = world.tokenRequests();

    OAuthToken token = session.token();
    for (int i = 0; i < 20; i++) {
      assertThat(session.token()).isEqualTo(token);
    }

    assertThat(world.tokenRequests() - before).as("token requests").isEqualTo(1);
    assertThat(session.isTokenExpired()).isFalse();
    assertExpiry(token, seconds);
  }

  private void assertExpiry(OAuthToken token, long seconds) {
    if (seconds == ENDLESS) {
      assertThat(token.expiresAt()).isEmpty();
    } else {
      assertThat(token.expiresAt().orElseThrow())
          .isCloseTo(clock.instant().plusSeconds(seconds), within(1, ChronoUnit.SECONDS));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"\"3600\"", "3600.5", "true", "[3600]", "\"\""})
  void aStrictFormatShouldRefuseEveryExpiresInButAWholeNumber(String json) {
    member("expires_in", json);

    Failures.of(InvalidServerResponseException.class, "strict", () -> session("strict").token());
  }

  /** A token without a lifetime can be used once, and is refreshed at most once in 10 s. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"0", "-1", "\"0\"", "0.9"})
  void aTokenWithoutALifeShouldNotMakeARefreshLoop(String json) {
    member("expires_in", json);
    OAuthSession session = session("lenient");
    int before = world.tokenRequests();

    for (int second = 0; second < 60; second++) {
      session.token();
      session.token();
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(world.tokenRequests() - before).isBetween(2, 6);
  }

  @Test
  void anAbsentExpiresInShouldTakeTheRegistrationsDefaultLifetime() {
    world.server.issue(i -> Issuing.defaults().withoutLifetime());
    OAuthSession session = session("default-lifetime");
    OAuthToken first = session.token();

    clock.advance(Duration.ofMinutes(5));

    assertThat(session.isTokenExpired()).isTrue();
    assertThat(session.token()).isNotEqualTo(first);
  }

  @Test
  void anAbsentExpiresInShouldNotEndByTime() {
    world.server.issue(i -> Issuing.defaults().withoutLifetime());
    OAuthSession session = session("lenient");
    OAuthToken first = session.token();

    clock.advance(Duration.ofDays(10_000));

    assertThat(session.isTokenExpired()).isFalse();
    assertThat(session.current()).contains(first);
  }

  @ParameterizedTest(name = "scope {1} for {0}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          lenient | "read"                | read
          lenient | "read write"          | read write
          lenient | "  read   write "     | read write
          lenient | "read\\twrite"        | read write
          lenient | "admin"               | admin
          lenient | "read read"           | read
          lenient | ""                    | ''
          lenient | "   "                 | ''
          lenient | null                  | read write
          lenient | ["read","write"]      | read write
          lenient | ["read write"]        | read write
          lenient | []                    | ''
          lenient | [null,"read",7]       | read
          lenient | {"read":true}         | ''
          lenient | 7                     | ''
          lenient | true                  | ''
          lenient | "read \\"x\\" \\\\ ä" | read
          lenient | "a,b"                 | a,b
          comma   | "read,write"          | read write
          comma   | "read, write"         | read write
          comma   | "read write"          | read write
          comma   | ["read,write"]        | read write
          strict  | "read"                | read
          strict  | ""                    | ''
          strict  | null                  | read write
          """)
  void scopeShouldHaveADefinedMeaning(String id, String json, String granted) {
    member("scope", json);
    OAuthSession session = session(id);
    int before = world.tokenRequests();

    OAuthToken token = session.token();

    assertThat(token.scopes().value()).isEqualTo(granted);
    assertThat(session.token()).isEqualTo(token);
    assertThat(world.tokenRequests() - before).as("token requests").isEqualTo(1);
  }

  @Test
  void anAbsentScopeShouldStandForWhatWasAskedFor() {
    world.server.issue(i -> Issuing.defaults().withoutScopeMember());

    assertThat(session("lenient").token().scopes().value()).isEqualTo("read write");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"[\"read\"]", "7", "{}", "\"a\\\"b\""})
  void aStrictFormatShouldRefuseEveryScopeButAString(String json) {
    member("scope", json);

    Failures.of(InvalidServerResponseException.class, "strict", () -> session("strict").token());
  }

  /**
   * A refresh whose answer has no usable refresh token keeps the old one, and the granted scopes.
   */
  @ParameterizedTest(name = "refresh_token {0}")
  @ValueSource(strings = {"\"\"", "null", "7", "[]"})
  void aRefreshWithoutAUsableRefreshTokenShouldKeepTheOldOne(String json) {
    world.server.issue(i -> Issuing.defaults());
    Principal user = Principal.of("user-" + users++);
    OAuthToken first = world.consented("refreshing", user);
    world.server.issue(
        i ->
            Issuing.defaults()
                .withScopes("read")
                .withoutScopeMember()
                .withRotation(Rotation.OFF)
                .withMember("refresh_token", json));

    OAuthToken second = world.client("refreshing").session(user).refresh();

    assertThat(second.accessToken()).isNotEqualTo(first.accessToken());
    assertThat(second.refreshToken())
        .isEqualTo(first.refreshToken())
        .isNotEqualTo(Optional.empty());
    assertThat(second.scopes()).isEqualTo(first.scopes());
  }
}
