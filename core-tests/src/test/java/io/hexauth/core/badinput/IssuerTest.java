// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.error.AuthorizationDeniedException;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidCallbackException.Reason;
import io.hexauth.testkit.server.Issuing;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Mix-up attacks with two servers (RFC 9207, RFC 9700 §4.4): a code never reaches the other server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssuerTest {

  private final World honest = new World();
  private final World evil = new World();

  @BeforeAll
  void open() {
    String other = "https://app.example/other";
    honest.start(
        honest.code("promised").requireIssuerInResponses().allowSharedRedirectUri().build(),
        honest.code("silent").allowSharedRedirectUri().build(),
        honest.code("without-iss").redirectUri(other).allowSharedRedirectUri().build(),
        evil.code("evil").allowSharedRedirectUri().build(),
        evil.code("evil-other").redirectUri(other).allowSharedRedirectUri().build());
  }

  @AfterAll
  void close() {
    honest.close();
    evil.close();
  }

  @ParameterizedTest(name = "{0}, iss {1}, {2}: {3}")
  @CsvSource({
    "promised, equal,     code,  token",
    "promised, equal,     error, denied",
    "promised, different, code,  ISSUER_MISMATCH",
    "promised, different, error, ISSUER_MISMATCH",
    "promised, absent,    code,  ISSUER_MISSING",
    "promised, absent,    error, ISSUER_MISSING",
    "promised, empty,     code,  ISSUER_MISMATCH",
    "silent,   equal,     code,  token",
    "silent,   equal,     error, denied",
    "silent,   different, code,  ISSUER_MISMATCH",
    "silent,   different, error, ISSUER_MISMATCH",
    "silent,   absent,    code,  token",
    "silent,   absent,    error, denied",
    "silent,   slash,     code,  ISSUER_MISMATCH",
    "silent,   case,      code,  ISSUER_MISMATCH"
  })
  void issShouldDecide(String registration, String iss, String answer, String expected) {
    URI url = honest.client(registration).startAuthorization(World.ALICE, honest.browser).uri();
    URI back =
        answer.equals("code") ? honest.server.consent(url, "alice") : honest.server.deny(url);
    var callback = AuthorizationCallback.parse(World.CALLBACK + "?" + withIssuer(back, iss));
    int before = honest.tokenRequests();

    switch (expected) {
      case "token" ->
          assertThat(
                  honest.client(registration).finishAuthorization(callback, honest.browser).token())
              .isNotNull();
      case "denied" ->
          Failures.of(
              AuthorizationDeniedException.class,
              registration,
              () -> honest.client(registration).finishAuthorization(callback, honest.browser));
      default ->
          assertThat(
                  Failures.of(
                          InvalidCallbackException.class,
                          registration,
                          () ->
                              honest
                                  .client(registration)
                                  .finishAuthorization(callback, honest.browser))
                      .reason())
              .isEqualTo(Reason.valueOf(expected));
    }

    assertThat(honest.tokenRequests() - before).isEqualTo(expected.equals("token") ? 1 : 0);
  }

  private String withIssuer(URI back, String iss) {
    Form good = Form.decode(back.getRawQuery());
    String issuer = good.first("iss").orElseThrow();
    String query = back.getRawQuery().replace("&iss=" + Form.encode(issuer), "");
    assertThat(query).doesNotContain("iss=");
    return switch (iss) {
      case "equal" -> query + "&iss=" + Form.encode(issuer);
      case "absent" -> query;
      case "empty" -> query + "&iss=";
      case "slash" -> query + "&iss=" + Form.encode(issuer + "/");
      case "case" -> query + "&iss=" + Form.encode(issuer.replace("http", "HTTP"));
      default -> query + "&iss=" + Form.encode("https://evil.example");
    };
  }

  /**
   * Simulates the evil server, which forwards the user to the honest server with the client's id
   * there.
   */
  private URI mixedUp(String evilRegistration) {
    URI start =
        honest.client(evilRegistration).startAuthorization(World.ALICE, honest.browser).uri();
    URI forwarded = URI.create(honest.server.authorizationEndpoint() + "?" + start.getRawQuery());
    return honest.server.consent(forwarded, "alice");
  }

  @Test
  void theCodeOfTheHonestServerShouldNotGetToTheEvilOneWhenItSaysWhoItIs() {
    var callback = AuthorizationCallback.parse(mixedUp("evil"));

    var failure =
        Failures.of(
            InvalidCallbackException.class,
            "evil",
            () -> honest.client("evil").finishAuthorization(callback, honest.browser));

    assertThat(failure.reason()).isEqualTo(Reason.ISSUER_MISMATCH);
    assertThat(evil.server.requests()).isEmpty();
  }

  /** Without iss, an application must have one redirect URI for each server (RFC 9700 §4.4.2.2). */
  @ParameterizedTest
  @ValueSource(strings = {"evil", "silent"})
  void theCodeOfAServerWithoutIssShouldNotGetToTheOtherWhenTheirRedirectUrisDiffer(String which) {
    honest.server.issue(issuing -> issuing.withoutIssuerMember());
    try {
      URI back = mixedUp("evil-other");
      // The honest server knows only its own redirect URI for the client.
      var callback = AuthorizationCallback.parse(World.CALLBACK + "?" + back.getRawQuery());
      String called = which.equals("evil") ? "evil-other" : "silent";

      var failure =
          Failures.of(
              InvalidCallbackException.class,
              called,
              () -> honest.client(called).finishAuthorization(callback, honest.browser));

      assertThat(failure.reason()).isEqualTo(Reason.OTHER_REGISTRATION);
      assertThat(evil.server.requests()).isEmpty();
    } finally {
      honest.server.issue(issuing -> Issuing.defaults());
    }
  }

  @Test
  void aCallbackShouldBeAcceptedByTheRegistrationThatStartedItOnly() {
    var callback = AuthorizationCallback.parse(honest.consent("silent"));
    int before = honest.tokenRequests();

    for (String other : new String[] {"promised", "without-iss", "evil"}) {
      var failure =
          Failures.of(
              InvalidCallbackException.class,
              other,
              () -> honest.client(other).finishAuthorization(callback, honest.browser));
      assertThat(failure.reason()).isIn(Reason.OTHER_REGISTRATION, Reason.ISSUER_MISMATCH);
    }

    assertThat(honest.tokenRequests()).isEqualTo(before);
    assertThat(evil.server.requests()).isEmpty();
    assertThat(honest.client("silent").finishAuthorization(callback, honest.browser).token())
        .isNotNull();
  }
}
