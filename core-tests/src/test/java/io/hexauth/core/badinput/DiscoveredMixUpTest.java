// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.inject.CreationException;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Several servers that are known by their issuers only. A hostile server publishes the
 * authorization endpoint of an honest server as its own, with its own token endpoint (RFC 9700
 * §4.4).
 */
class DiscoveredMixUpTest {

  private static final String OTHER = "https://app.example/other";

  private final World honest = new World();
  private final World evil = new World();

  @AfterEach
  void close() {
    honest.close();
    evil.close();
  }

  private static ClientRegistration.Builder discovered(String id, World at) {
    return ClientRegistration.builder(id)
        .authorizationCode()
        .clientSecretBasic(World.CLIENT, () -> at.clientSecret)
        .discover(at.server.issuer().toString())
        .redirectUri(World.CALLBACK)
        .allowPlainHttpOnLoopback()
        .allowPrivateEndpoints("http://127.0.0.1:" + at.server.http().port());
  }

  /** Makes the hostile server publish the authorization endpoint of the honest server. */
  private void forward(boolean promised) {
    FakeAuthorizationServer server = evil.server;
    String document =
        "{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s\",\"token_endpoint\":\"%s\",\"authorization_response_iss_parameter_supported\":%s}"
            .formatted(
                server.issuer(),
                honest.server.authorizationEndpoint(),
                server.tokenEndpoint(),
                promised);
    server.metadata().always(Reply.json(200, document));
  }

  @DisplayName("A42: the honest code is never sent to the hostile token endpoint")
  @ParameterizedTest(name = "promised {0}, honest iss {1}, own redirect URI {2}: {3}")
  @CsvSource({
    "true,  true,  false, ISSUER_MISMATCH",
    "true,  false, false, ISSUER_MISSING",
    "true,  true,  true,  ISSUER_MISMATCH",
    "true,  false, true,  ISSUER_MISSING",
    "false, true,  true,  ISSUER_MISMATCH"
  })
  void honestCodeShouldNotReachTheHostileServer(
      boolean promised, boolean iss, boolean own, String expected) {
    forward(promised);
    if (!iss) {
      honest.server.issue(issuing -> issuing.withoutIssuerMember());
    }
    honest.start(
        discovered("good", honest).build(),
        discovered("bad", evil).redirectUri(own ? OTHER : World.CALLBACK).build());
    URI start = honest.client("bad").startAuthorization(World.ALICE, honest.browser).uri();
    URI back = honest.server.consent(start, "alice");

    assertThatExceptionOfType(InvalidCallbackException.class)
        .isThrownBy(
            () ->
                honest
                    .client("bad")
                    .finishAuthorization(AuthorizationCallback.parse(back), honest.browser))
        .satisfies(e -> assertThat(e.reason()).hasToString(expected));
    assertThat(evil.server.token().requests()).isEmpty();
    assertThat(honest.tokenRequests()).isZero();
  }

  @Test
  void usersShouldNotBeSentToAServerThatPromisesNoIssWhereItsRedirectUriIsShared() {
    forward(false);
    honest.start(discovered("good", honest).build(), discovered("bad", evil).build());

    assertThatExceptionOfType(InvalidServerResponseException.class)
        .isThrownBy(() -> honest.client("bad").startAuthorization(World.ALICE, honest.browser))
        .withMessageContaining("does not promise iss")
        .withMessageContaining("'good'");
    assertThat(honest.consented("good")).isNotNull();
  }

  @Test
  void usersShouldBeSentThereAllTheSameWhenBothAcceptTheRisk() {
    forward(false);
    honest.start(
        discovered("good", honest).allowSharedRedirectUri().build(),
        discovered("bad", evil).allowSharedRedirectUri().build());

    assertThat(honest.client("bad").startAuthorization(World.ALICE, honest.browser)).isNotNull();
  }

  @Test
  void serversThatPromiseIssShouldShareARedirectUri() {
    honest.start(discovered("good", honest).build(), discovered("other", evil).build());

    assertThat(honest.consented("good")).isNotNull();
    URI start = honest.client("other").startAuthorization(World.ALICE, honest.browser).uri();
    assertThat(
            honest
                .client("other")
                .finishAuthorization(
                    AuthorizationCallback.parse(evil.server.consent(start, "alice")),
                    honest.browser)
                .token())
        .isNotNull();
  }

  @Test
  void callbackShouldSayWhereItCameInWhereNoIssIsPromisedAndBeTakenOnceItDoes() {
    honest.server.issue(issuing -> issuing.withoutIssuerMember());
    honest.start(
        discovered("good", honest).build(), discovered("other", evil).redirectUri(OTHER).build());
    URI back = honest.consent("good");

    assertThatExceptionOfType(InvalidCallbackException.class)
        .isThrownBy(
            () ->
                honest
                    .client("good")
                    .finishAuthorization(
                        AuthorizationCallback.parse("?" + back.getRawQuery()), honest.browser))
        .satisfies(e -> assertThat(e.reason()).hasToString("LOCATION_MISSING"));
    assertThat(
            honest
                .client("good")
                .finishAuthorization(AuthorizationCallback.parse(back), honest.browser)
                .token())
        .isNotNull();
  }

  @Test
  void injectorShouldNotBeMadeWithAConfiguredServerThatPromisesNoIss() {
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(
            () -> honest.start(honest.code("good").build(), discovered("bad", evil).build()))
        .withMessageContaining("allowSharedRedirectUri()");
  }

  @Test
  void registrationsOfOneIssuerShouldShareARedirectUriWithoutAnyPromise() {
    honest.server.issue(issuing -> issuing.withoutIssuerMember());
    honest.start(discovered("good", honest).build(), discovered("twin", honest).build());

    assertThat(honest.consented("good")).isNotNull();
    assertThat(honest.consented("twin")).isNotNull();
  }
}
