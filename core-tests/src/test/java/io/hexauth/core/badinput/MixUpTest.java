// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Stage;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidCallbackException.Reason;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.http.feign.FeignTransportModule;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A hostile server forwards the user to an honest one. The honest code returns to the honest
 * redirect URI with the state of the hostile registration, and must not reach the hostile token
 * endpoint (RFC 9700 §4.4).
 */
class MixUpTest {

  private final World honest = new World();
  private final World evil = new World();

  @AfterEach
  void close() {
    honest.close();
    evil.close();
  }

  @ParameterizedTest(name = "{0} and {1}, the application passes {2}")
  @CsvSource({
    "https://app.example/callback, https://app.example/evil,          url,   OTHER_REGISTRATION",
    "https://app.example/callback, https://app.example/evil,          path,  OTHER_REGISTRATION",
    "https://app.example/callback, https://app.example/evil,          query, LOCATION_MISSING",
    "https://app.example/callback, https://app.example/callback?as=e, url,   refused at start",
    "https://app.example/other,    https://app.example/callback?as=e, url,   OTHER_REGISTRATION",
    "https://app.example/callback, https://evil.app.example/callback, url,   OTHER_REGISTRATION",
    "https://app.example/callback, https://evil.app.example/callback, path,  LOCATION_MISSING",
    "https://app.example/callback, https://app.example:8443/callback, url,   OTHER_REGISTRATION",
    "https://app.example/callback, https://app.example:8443/callback, path,  LOCATION_MISSING",
    "https://app.example/callback, https://app.example:8443/callback, query, LOCATION_MISSING",
    "https://app.example/callback, com.example.app:/callback,         url,   OTHER_REGISTRATION",
    "https://app.example/callback, https://app.example/callback,      url,   refused at start"
  })
  void honestCodeShouldNotReachTheHostileServer(
      String honestUri, String evilUri, String passed, String expected) {
    ClientRegistration good = honest.code("good").redirectUri(honestUri).build();
    ClientRegistration bad = evil.code("bad").redirectUri(evilUri).build();
    if (expected.equals("refused at start")) {
      assertThatExceptionOfType(CreationException.class)
          .isThrownBy(() -> honest.start(good, bad))
          .withMessageContaining("'good'")
          .withMessageContaining("'bad'")
          .withMessageContaining("allowSharedRedirectUri()");
      return;
    }
    honest.start(good, bad);
    honest.server.issue(issuing -> issuing.withoutIssuerMember());
    URI start = honest.client("bad").startAuthorization(World.ALICE, honest.browser).uri();
    String forwarded = start.getRawQuery().replace(Form.encode(evilUri), Form.encode(honestUri));
    URI back =
        honest.server.consent(
            URI.create(honest.server.authorizationEndpoint() + "?" + forwarded), "alice");

    assertThatExceptionOfType(InvalidCallbackException.class)
        .isThrownBy(
            () -> honest.client("bad").finishAuthorization(asPassed(back, passed), honest.browser))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.valueOf(expected)));
    assertThat(evil.server.requests()).isEmpty();
    assertThat(honest.tokenRequests()).isZero();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "https://app.example/evil,          path",
    "https://app.example/evil,          url",
    "https://evil.app.example/callback, url"
  })
  void honestLoginShouldStillSucceedBesideAnotherServer(String other, String passed) {
    honest.start(honest.code("good").build(), evil.code("bad").redirectUri(other).build());

    assertThat(
            honest
                .client("good")
                .finishAuthorization(asPassed(honest.consent("good"), passed), honest.browser)
                .token())
        .isNotNull();
  }

  /**
   * One server with two registrations and one redirect URI: the application asks the wrong
   * registration first.
   */
  @Test
  void callbackShouldStillBeTakenByItsRegistrationWhenAnotherOneRefusedIt() {
    honest.start(honest.code("mine").build(), honest.code("other").build());
    var callback = AuthorizationCallback.parse(honest.consent("mine"));

    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(InvalidCallbackException.class)
          .isThrownBy(() -> honest.client("other").finishAuthorization(callback, honest.browser))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.OTHER_REGISTRATION));
    }

    assertThat(honest.client("mine").finishAuthorization(callback, honest.browser).token())
        .isNotNull();
  }

  /**
   * The failure must occur when the injector is created, in every stage, and not with the first
   * user.
   */
  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"DEVELOPMENT", "PRODUCTION"})
  void injectorShouldNotBeMadeWithTwoServersThatCannotBeToldApart(Stage stage) {
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(
            () ->
                Guice.createInjector(
                    stage,
                    new OAuthClientModule(),
                    new InMemoryModule(),
                    new FeignTransportModule(),
                    binder ->
                        OAuthClientBinder.of(binder)
                            .registration(honest.code("good").build())
                            .registration(evil.code("bad").build())))
        .satisfies(
            e ->
                assertThat(e.getErrorMessages())
                    .isNotEmpty()
                    .allMatch(m -> m.getCause() instanceof IllegalArgumentException));
  }

  private static AuthorizationCallback asPassed(URI back, String passed) {
    return switch (passed) {
      case "url" -> AuthorizationCallback.parse(back);
      case "path" -> AuthorizationCallback.parse(back.getRawPath() + "?" + back.getRawQuery());
      default -> AuthorizationCallback.parse("?" + back.getRawQuery());
    };
  }
}
