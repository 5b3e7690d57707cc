// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.Registrations;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.AuthorizationDeniedException;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.internal.grant.CodeVerifier;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.Issuer;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.RedirectUri;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackCheckTest {

  private static final String STATE = "xyz";
  private static final Instant EXPIRY = Instant.parse("2026-11-20T12:10:00Z");
  private static final Instant IN_TIME = EXPIRY.minusNanos(1);
  private static final UserAgentBinding BROWSER = UserAgentBinding.of("session-of-alice");
  private static final ClientRegistration SHOP = Registrations.code().build();

  private static PendingAuthorization pending(ClientRegistration registration) {
    return new PendingAuthorization(
        registration.id(),
        Principal.of("alice"),
        BROWSER.hash(),
        registration.redirectUri().orElseThrow(),
        Optional.of(new CodeVerifier("v".repeat(43))),
        registration.access(),
        registration.endpoints().issuer().map(Issuer::value),
        registration.endpoints().token().orElseThrow(),
        false,
        EXPIRY);
  }

  /**
   * {@return the result of a callback: its code, {@code denied: error}, or the reason of its
   * refusal}
   */
  private static String outcome(ClientRegistration registration, String requested) {
    return outcome(registration, pending(registration), requested, BROWSER, IN_TIME);
  }

  private static String outcome(
      ClientRegistration registration,
      PendingAuthorization pending,
      String requested,
      UserAgentBinding userAgent,
      Instant now) {
    try {
      var check =
          CallbackCheck.read(
              registration,
              AuthorizationCallback.parse(requested),
              CallbackLocation.QUERY,
              CallbackLocation.QUERY);
      assertThat(check.state().value()).isEqualTo(STATE);
      return check.code(pending, userAgent, now).value();
    } catch (InvalidCallbackException e) {
      assertThat(e)
          .hasMessageStartingWith("Client registration '" + registration.id() + "': ")
          .hasMessageContaining("start again")
          .hasNoCause();
      return e.reason().name();
    } catch (AuthorizationDeniedException e) {
      return "denied: " + e.error().code();
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "?code=c0de&state=xyz,                                   c0de",
    "/cb?code=c0de&state=xyz,                                c0de",
    "https://app.example/cb?code=c0de&state=xyz,             c0de",
    "?state=xyz&code=c%2B0+de,                               c+0 de",
    "?code=c0de&state=xyz&foo=bar&session_state=1&foo2,      c0de",
    "?error=access_denied&state=xyz,                         denied: access_denied",
    "?error=x_y&error_description=d&error_uri=u&state=xyz,   denied: x_y",
    "?error=access_denied&code=c0de&state=xyz,               CODE_AND_ERROR",
    "?error=&code=c0de&state=xyz,                            CODE_AND_ERROR",
    "?error=access_denied&code=&state=xyz,                   CODE_AND_ERROR",
    "?state=xyz,                                             NO_CODE",
    "'',                                                     NO_CODE",
    "?,                                                      NO_CODE",
    "?code=&state=xyz,                                       MALFORMED",
    "?error=&state=xyz,                                      MALFORMED",
    "?code=c0de,                                             STATE_MISSING",
    "?code=c0de&state=,                                      STATE_MISSING",
    "?code=c0de&state,                                       STATE_MISSING",
    "?error=access_denied,                                   STATE_MISSING",
    "?code=c0de&state=%00,                                   STATE_UNKNOWN",
    "?code=c0de&state=%C3%A9,                                STATE_UNKNOWN",
    "?code=a&code=b&state=xyz,                               DUPLICATE_PARAMETER",
    "?code=a&code=a&state=xyz,                               DUPLICATE_PARAMETER",
    "?code=a&c%6Fde=b&state=xyz,                             DUPLICATE_PARAMETER",
    "?code=a&state=xyz&state=xyz,                            DUPLICATE_PARAMETER",
    "?error=a&error=b&state=xyz,                             DUPLICATE_PARAMETER",
    "?code=a&state=xyz&iss=a&iss=b,                          DUPLICATE_PARAMETER",
    "?code=%zz&state=xyz,                                    MALFORMED",
    "?code=%&state=xyz,                                      MALFORMED",
    "?code=c0de&state=xyz&x=%4,                              MALFORMED",
    "?code=a%0d%0ab&state=xyz,                               MALFORMED",
    "?code=%ff&state=xyz,                                    MALFORMED",
    "/other?code=c0de&state=xyz,                             OTHER_REGISTRATION",
    "/cb/?code=c0de&state=xyz,                               OTHER_REGISTRATION",
    "/CB?code=c0de&state=xyz,                                OTHER_REGISTRATION",
    "/%63b?code=c0de&state=xyz,                              OTHER_REGISTRATION",
    "/x://h/cb?code=c0de&state=xyz,                          OTHER_REGISTRATION"
  })
  @DisplayName("A03, A07, A08, A18, A43: what a callback says")
  void callbackShouldHaveADefinedOutcome(String requested, String expected) {
    assertThat(outcome(SHOP, requested)).isEqualTo(expected);
  }

  @DisplayName("A41: iss {equal, different, absent} x {advertised, not} x {code, error}")
  @ParameterizedTest(name = "iss {0}, advertised {1}: code {2}, error {3}")
  @CsvSource({
    "https%3A%2F%2Fas.example,   true,  c0de,            denied: access_denied",
    "https%3A%2F%2Fas.example,   false, c0de,            denied: access_denied",
    "https://as.example,         false, c0de,            denied: access_denied",
    "https%3A%2F%2Fevil.example, true,  ISSUER_MISMATCH, ISSUER_MISMATCH",
    "https%3A%2F%2Fevil.example, false, ISSUER_MISMATCH, ISSUER_MISMATCH",
    "https://as.example/,        false, ISSUER_MISMATCH, ISSUER_MISMATCH",
    "https://AS.example,         false, ISSUER_MISMATCH, ISSUER_MISMATCH",
    "https://as.example:443,     false, ISSUER_MISMATCH, ISSUER_MISMATCH",
    "HTTPS://as.example,         false, ISSUER_MISMATCH, ISSUER_MISMATCH",
    "'',                         false, ISSUER_MISMATCH, ISSUER_MISMATCH",
    "'',                         true,  ISSUER_MISMATCH, ISSUER_MISMATCH",
    ",                           true,  ISSUER_MISSING,  ISSUER_MISSING",
    ",                           false, c0de,            denied: access_denied"
  })
  void issuerShouldBeTheOneThatTheUserWasSentTo(
      String iss, boolean advertised, String code, String error) {
    var builder = Registrations.code().issuer("https://as.example");
    var registration = (advertised ? builder.requireIssuerInResponses() : builder).build();
    String suffix = "&state=xyz" + (iss == null ? "" : "&iss=" + iss);
    assertThat(outcome(registration, "?code=c0de" + suffix)).isEqualTo(code);
    assertThat(outcome(registration, "?error=access_denied" + suffix)).isEqualTo(error);
  }

  @DisplayName("A42: the issuer at the start counts, not a later configuration")
  @Test
  void issuerShouldBeComparedWithThePendingOne() {
    var before = Registrations.code().issuer("https://honest.example").build();
    var after = Registrations.code().issuer("https://evil.example").build();
    String callback = "?code=c0de&state=xyz&iss=https://evil.example";
    assertThat(outcome(after, pending(before), callback, BROWSER, IN_TIME))
        .isEqualTo("ISSUER_MISMATCH");
  }

  @Test
  void issuerShouldBeTheRegistrationsWhenNoneWasKnownAtTheStart() {
    var before = Registrations.code().build();
    var after = Registrations.code().issuer("https://as.example/tenant").build();
    String callback = "?code=c0de&state=xyz&iss=https://as.example";
    assertThat(outcome(after, pending(before), callback, BROWSER, IN_TIME))
        .isEqualTo("ISSUER_MISMATCH");
    assertThat(outcome(after, pending(before), callback + "/tenant", BROWSER, IN_TIME))
        .isEqualTo("c0de");
  }

  @DisplayName("A43: what a callback must say to tell two redirect URIs apart")
  @ParameterizedTest(name = "{0} from {1}: {2}")
  @CsvSource({
    "https://app.example/a,     https://app.example/b,     PATH",
    "https://app.example/a,     https://other.example/b,   PATH",
    "https://app.example/a,     https://other.example/a,   URL",
    "https://app.example/a,     http://app.example/a,      URL",
    "https://app.example/a,     https://app.example:1/a,   URL",
    "https://app.example/a,     com.example.app:/a,        URL",
    "https://app.example/a,     https://app.example/a,     ",
    "https://app.example/a,     https://APP.example:443/a, ",
    "https://app.example,       https://app.example/,      ",
    "https://app.example/a?x=1, https://app.example/a?x=2, PATH",
    "https://app.example/a?x=1, https://app.example/a,     PATH",
    "https://app.example/a,     https://app.example/a?x=1, ",
    "https://app.example/a?x=1, https://app.example/a?x=1, ",
    "https://app.example/a?x=1, https://app.example/a?y&x=1, ",
    "https://app.example/a,     https://other.example/a?x, URL"
  })
  void placeShouldBeNeededAsFarAsRedirectUrisDiffer(
      String mine, String other, CallbackLocation needed) {
    assertThat(CallbackLocation.needed(new RedirectUri(mine), new RedirectUri(other)))
        .isEqualTo(Optional.ofNullable(needed));
  }

  @DisplayName("A41: an iss that contradicts the endpoint is refused without a named issuer, too")
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "https://as.example,               c0de",
    "https://as.example/,              c0de",
    "https://as.example/tenant,        c0de",
    "https://AS.example:443,           c0de",
    "https://evil.example,             ISSUER_MISMATCH",
    "https://as.example.evil.example,  ISSUER_MISMATCH",
    "https://as.example:8443,          ISSUER_MISMATCH",
    "http://as.example,                ISSUER_MISMATCH",
    "https://evil.example@as.example,  ISSUER_MISMATCH",
    "https://as.example@evil.example,  ISSUER_MISMATCH",
    "as.example,                       ISSUER_MISMATCH",
    "'',                               ISSUER_MISMATCH",
    "not a url,                        ISSUER_MISMATCH"
  })
  void issuerShouldBeAtTheAuthorizationEndpointWhenNoneIsNamed(String iss, String expected) {
    assertThat(SHOP.endpoints().issuer()).isEmpty();
    String callback = "/cb?code=c0de&state=xyz&iss=" + iss.replace(" ", "+");
    assertThat(outcome(SHOP, callback)).isEqualTo(expected);
  }

  @DisplayName("A43: whatever the callback says of where it came in is compared")
  @ParameterizedTest(name = "{0} at {1}: {2}")
  @CsvSource({
    "https://app.example/cb,         https://app.example/cb?,         c0de",
    "https://app.example/cb,         HTTPS://APP.example:443/cb?,     c0de",
    "https://app.example:443/cb,     https://app.example/cb?,         c0de",
    "https://app.example/cb,         /cb?,                            c0de",
    "https://app.example/cb,         ?,                               c0de",
    "https://app.example/cb,         http://app.example/cb?,          OTHER_REGISTRATION",
    "https://app.example/cb,         http://app.example:443/cb?,      OTHER_REGISTRATION",
    "https://app.example/cb,         https://other.example/cb?,       OTHER_REGISTRATION",
    "https://app.example/cb,         https://app.example.evil/cb?,    OTHER_REGISTRATION",
    "https://app.example/cb,         https://app.example:8443/cb?,    OTHER_REGISTRATION",
    "https://app.example:8443/cb,    https://app.example/cb?,         OTHER_REGISTRATION",
    "https://app.example/cb,         https://u@app.example/cb?,       OTHER_REGISTRATION",
    "https://app.example/cb,         https://app.example/other?,      OTHER_REGISTRATION",
    "https://app.example/cb,         https://app.example?,            OTHER_REGISTRATION",
    "https://app.example/cb,         com.example.app:/cb?,            OTHER_REGISTRATION",
    "https://app.example/cb,         https:///cb?,                    OTHER_REGISTRATION",
    "com.example.app:/cb,            com.example.app:/cb?,            c0de",
    "com.example.app:/cb,            COM.example.app:/cb?,            c0de",
    "com.example.app:/cb,            com.example.evil:/cb?,           OTHER_REGISTRATION",
    "com.example.app:/cb,            com.example.app://evil/cb?,      OTHER_REGISTRATION",
    "https://app.example/cb?as=1,    https://app.example/cb?as=1&,    c0de",
    "https://app.example/cb?as=1,    /cb?as=1&,                       c0de",
    "https://app.example/cb?as=1,    ?as=1&,                          c0de",
    "https://app.example/cb?as=1,    ?x=y&as=%31&,                    c0de",
    "https://app.example/cb?as=1&b,  ?b&as=1&,                        c0de",
    "https://app.example/cb?as=1,    ?as=2&,                          OTHER_REGISTRATION",
    "https://app.example/cb?as=1,    ?AS=1&,                          OTHER_REGISTRATION",
    "https://app.example/cb?as=1,    ?as=&,                           OTHER_REGISTRATION",
    "https://app.example/cb?as=1,    ?,                               OTHER_REGISTRATION",
    "https://app.example/cb?as=1&b,  ?as=1&,                          OTHER_REGISTRATION"
  })
  void callbackShouldHaveComeToTheRedirectUri(String registered, String at, String expected) {
    var registration = Registrations.code().redirectUri(registered).build();
    assertThat(outcome(registration, at + "code=c0de&state=xyz")).isEqualTo(expected);
    String denied = expected.equals("c0de") ? "denied: access_denied" : expected;
    assertThat(outcome(registration, at + "error=access_denied&state=xyz")).isEqualTo(denied);
  }

  @DisplayName("A43: where several servers are told apart by it, the place must be known")
  @ParameterizedTest(name = "{0}, {1}: {2}")
  @CsvSource({
    "QUERY, ?,                       true",
    "QUERY, /cb?,                    true",
    "QUERY, https://app.example/cb?, true",
    "PATH,  ?,                       false",
    "PATH,  /cb?,                    true",
    "PATH,  https://app.example/cb?, true",
    "URL,   ?,                       false",
    "URL,   /cb?,                    false",
    "URL,   https://app.example/cb?, true"
  })
  void callbackShouldSayWhereItCameIn(CallbackLocation needed, String at, boolean enough) {
    var callback = AuthorizationCallback.parse(at + "code=c0de&state=xyz");
    if (enough) {
      assertThat(CallbackCheck.read(SHOP, callback, needed, needed).state().value())
          .isEqualTo(STATE);
    } else {
      assertThatExceptionOfType(InvalidCallbackException.class)
          .isThrownBy(() -> CallbackCheck.read(SHOP, callback, needed, needed))
          .withMessageContaining("whole URL")
          .satisfies(
              e ->
                  assertThat(e.reason())
                      .isEqualTo(InvalidCallbackException.Reason.LOCATION_MISSING));
    }
  }

  @DisplayName("A18: a pending authorization expires, exactly then")
  @Test
  void stateShouldBeUnknownFromItsExpiryOn() {
    String callback = "?code=c0de&state=xyz";
    assertThat(outcome(SHOP, pending(SHOP), callback, BROWSER, IN_TIME)).isEqualTo("c0de");
    assertThat(outcome(SHOP, pending(SHOP), callback, BROWSER, EXPIRY)).isEqualTo("STATE_UNKNOWN");
    assertThat(outcome(SHOP, pending(SHOP), callback, BROWSER, EXPIRY.plusNanos(1)))
        .isEqualTo("STATE_UNKNOWN");
  }

  @DisplayName("A18, B06: the state belongs to one user agent")
  @ParameterizedTest
  @ValueSource(
      strings = {"session-of-mallory", "session-of-alicE", "session-of-alice ", "12345678"})
  void callbackShouldBeRefusedWhenItComesFromAnotherUserAgent(String session) {
    for (String query : new String[] {"?code=c0de&state=xyz", "?error=access_denied&state=xyz"}) {
      assertThat(outcome(SHOP, pending(SHOP), query, UserAgentBinding.of(session), IN_TIME))
          .isEqualTo("OTHER_USER_AGENT");
    }
  }

  @DisplayName("A43: the state belongs to one registration")
  @Test
  void callbackShouldBeRefusedWhenItsStateIsOfAnotherRegistration() {
    var other = Registrations.code().build().toBuilder().id("other").build();
    assertThat(outcome(other, pending(SHOP), "?code=c0de&state=xyz", BROWSER, IN_TIME))
        .isEqualTo("OTHER_REGISTRATION");
  }

  @Test
  void callbackOfAnAppsOwnSchemeShouldBeAccepted() {
    var app = Registrations.code().redirectUri("com.example.app:/cb").build();
    assertThat(outcome(app, "com.example.app:/cb?code=c0de&state=xyz")).isEqualTo("c0de");
    assertThat(outcome(app, "com.example.app:/x?code=c0de&state=xyz"))
        .isEqualTo("OTHER_REGISTRATION");
    var root = Registrations.code().redirectUri("https://app.example").build();
    assertThat(outcome(root, "https://app.example?code=c0de&state=xyz")).isEqualTo("c0de");
    assertThat(outcome(root, "/?code=c0de&state=xyz")).isEqualTo("c0de");
  }

  @Test
  void deniedShouldCarryWhatTheServerSaidButNotInItsMessage() {
    var check =
        CallbackCheck.read(
            SHOP,
            AuthorizationCallback.parse(
                "?error=access_denied&error_description=Ask%0D%0Abob&state=xyz"),
            CallbackLocation.QUERY,
            CallbackLocation.QUERY);
    assertThatExceptionOfType(AuthorizationDeniedException.class)
        .isThrownBy(() -> check.code(pending(SHOP), BROWSER, IN_TIME))
        .withMessageContaining("access_denied")
        .withMessageNotContaining("bob")
        .satisfies(
            e -> {
              assertThat(e.error().code()).isEqualTo(OAuthErrorCode.ACCESS_DENIED);
              assertThat(e.error().description()).contains("Askbob");
            });
  }

  @DisplayName("B25, B36: 100 KiB of callback are refused in less than 50 ms")
  @Test
  void callbackShouldBeRefusedFastWhenItIsHuge() {
    for (String unit : List.of("a", "&", "=", "%", "%zz", "&a=b", "+", "?", "%E2%82%AC")) {
      String query = "?code=c0de&state=xyz&x=" + unit.repeat(100 * 1024 / unit.length());
      assertThat(outcome(SHOP, query)).isEqualTo("MALFORMED");
      assertThat(bestOfFive(() -> outcome(SHOP, query))).isLessThan(Duration.ofMillis(50));
    }
  }

  @Test
  void callbackShouldBeReadUpToItsBoundAndNoFurther() {
    String query = "?code=c0de&state=xyz&x=";
    String most = query + "a".repeat(16 * 1024 + 1 - query.length());
    assertThat(outcome(SHOP, most)).isEqualTo("c0de");
    assertThat(outcome(SHOP, most + "a")).isEqualTo("MALFORMED");
  }

  @DisplayName("B36: what is just short enough is read as fast")
  @Test
  void callbackShouldBeReadFastWhenItHasManyParameters() {
    var query = new StringBuilder("?code=c0de&state=xyz");
    for (int i = 0; query.length() < 16_000; i++) {
      query.append("&p").append(i).append("=%41");
    }
    assertThat(outcome(SHOP, query.toString())).isEqualTo("c0de");
    assertThat(bestOfFive(() -> outcome(SHOP, query.toString()))).isLessThan(Duration.ofMillis(50));
  }

  /** {@return the shortest of five runs} On a busy machine, one slow run proves nothing. */
  private static Duration bestOfFive(Runnable work) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      work.run();
      best = Math.min(best, System.nanoTime() - start);
    }
    return Duration.ofNanos(best);
  }

  private static final ClientRegistration DISCOVERED =
      ClientRegistration.builder("shop")
          .authorizationCode()
          .clientSecretBasic("client-1", () -> Registrations.SECRET)
          .discover("https://as.example")
          .redirectUri("https://app.example/cb")
          .build();

  private static PendingAuthorization pending(boolean promised) {
    return new PendingAuthorization(
        DISCOVERED.id(),
        Principal.of("alice"),
        BROWSER.hash(),
        DISCOVERED.redirectUri().orElseThrow(),
        Optional.of(new CodeVerifier("v".repeat(43))),
        DISCOVERED.access(),
        Optional.of("https://as.example"),
        new Endpoint(URI.create("https://as.example/token")),
        promised,
        EXPIRY);
  }

  @DisplayName("A41: the promise of iss is that of the start, for codes and errors")
  @ParameterizedTest
  @CsvSource({
    "true,  '',                         ISSUER_MISSING",
    "true,  &iss=https://as.example,    c0de",
    "true,  &iss=https://as.example/,   ISSUER_MISMATCH",
    "true,  &iss=,                      ISSUER_MISMATCH",
    "false, '',                         c0de",
    "false, &iss=https://as.example,    c0de",
    "false, &iss=https://evil.example,  ISSUER_MISMATCH"
  })
  void issuerShouldBeRequiredWhereItWasPromisedAtTheStart(
      boolean promised, String iss, String expected) {
    assertThat(
            outcome(DISCOVERED, pending(promised), "?code=c0de&state=xyz" + iss, BROWSER, IN_TIME))
        .isEqualTo(expected);
    assertThat(
            outcome(
                DISCOVERED,
                pending(promised),
                "?error=access_denied&state=xyz" + iss,
                BROWSER,
                IN_TIME))
        .isEqualTo(expected.equals("c0de") ? "denied: access_denied" : expected);
  }

  @ParameterizedTest
  @CsvSource({
    "true,  ?,                       c0de",
    "false, ?,                       LOCATION_MISSING",
    "false, /cb?,                    LOCATION_MISSING",
    "false, https://app.example/cb?, c0de"
  })
  void discoveredServerShouldBeToldByTheLocationWhereItPromisesNoIssuer(
      boolean promised, String at, String expected) {
    var check =
        CallbackCheck.read(
            DISCOVERED,
            AuthorizationCallback.parse(at + "code=c0de&state=xyz&iss=https://as.example"),
            CallbackLocation.QUERY,
            CallbackLocation.URL);

    if (expected.equals("c0de")) {
      assertThat(check.code(pending(promised), BROWSER, IN_TIME).value()).isEqualTo(expected);
    } else {
      assertThatExceptionOfType(InvalidCallbackException.class)
          .isThrownBy(() -> check.code(pending(promised), BROWSER, IN_TIME))
          .satisfies(e -> assertThat(e.reason()).hasToString(expected));
    }
  }
}
