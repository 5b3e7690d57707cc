// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.inject.CreationException;
import io.hexauth.domain.error.UnknownRegistrationException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.testkit.log.SecretScan;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in registrations are reported at start-up, with the place of the mistake. */
class RegistrationTest {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void getShouldThrowWhenTheIdIsNotRegistered() {
    world.start(world.own("acme").build());

    Failures.of(
        UnknownRegistrationException.class, "acmee", () -> world.clients().get("acmee").token());

    assertThat(world.tokenRequests()).isZero();
  }

  @Test
  void startShouldFailWhenTwoRegistrationsHaveOneId() {
    Throwable failure =
        catchThrowable(() -> world.start(world.own("acme").build(), world.own("acme").build()));

    SecretScan.saw(failure);
    assertThat(failure)
        .isInstanceOf(CreationException.class)
        .hasMessageContaining("OAuthRegistrationBinding[value=acme] was bound multiple times")
        .hasMessageContaining("World.java");
    assertThat(SecretScan.findIn(failure)).isEmpty();
  }

  @Test
  void startShouldFailWhenAPasswordRegistrationHasNoCredentials() {
    ClientRegistration registration =
        world.own("legacy").password().clientSecretBasic("app", () -> world.clientSecret).build();

    Throwable failure = catchThrowable(() -> world.start(registration));

    SecretScan.saw(failure);
    assertThat(failure)
        .isInstanceOf(CreationException.class)
        .hasMessageContaining("'legacy'")
        .hasMessageContaining("call OAuthClientBinder.bindResourceOwnerCredentials");
  }

  static Stream<Arguments> endpoints() {
    return Stream.of(
            "http://login.example/token | must use https; plain http is allowed for loopback hosts and for",
            "http://localhost.evil.example/token | must use https; plain http is allowed for loopback",
            "http://127.999.1.1/token | must name a host",
            "http://2130706433/token | must use https; plain http is allowed for loopback hosts and for",
            "http://[::ffff:127.0.0.1]/token | must use https; plain http is allowed for loopback",
            "http://169.254.169.254/latest | must use https; plain http is allowed for loopback",
            "ftp://login.example/token | must use https, not ftp",
            "file:///etc/passwd | must use https, not file",
            "jar:file:/x.jar!/y | must use https, not jar",
            "javascript:alert(1) | must use https, not javascript",
            "/token | must be an absolute URI",
            "login.example/token | must be an absolute URI",
            "https:///token | ",
            "https://login.example/to ken | is not a valid URI",
            "https://login.example/%zz | is not a valid URI",
            "https://login.example/token#x | must not have a fragment",
            "https://user:pw@login.example/token | must not have user information",
            "https://login.example:0/token | must have a port between 1 and 65535",
            "https://login.example:70000/token | must have a port between 1 and 65535",
            "https://login.example/token?client_secret=x | must not have 'client_secret'")
        .map(row -> row.split(" \\| ", -1))
        .map(row -> Arguments.of(row[0], row[1]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endpoints")
  void buildShouldRefuseEveryEndpointThatSecretsMustNotTravelTo(String url, String problem) {
    refused("tokenEndpoint", problem, r -> r.tokenEndpoint(url));
    refused("authorizationEndpoint", problem, r -> r.authorizationEndpoint(url));
    refused("revocationEndpoint", problem, r -> r.revocationEndpoint(url));
    refused("refreshEndpoint", problem, r -> r.refreshEndpoint(url));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://app.example/cb     | must use https; plain http is allowed for loopback hosts only
          /cb                       | must be an absolute URI
          https://app.example/cb#x  | must not have a fragment
          https://a:b@app.example/  | must not have user information
          javascript:alert(1)       | must have a path after its scheme
          file:///tmp/cb            | must use https, not file
          myapp:/cb                 | must use https, not myapp
          https://app.example/c b   | is not a valid URI
          """)
  void buildShouldRefuseEveryRedirectUriThatCodesMustNotTravelTo(String uri, String problem) {
    refused("redirectUri", problem, r -> r.redirectUri(uri));
  }

  @Test
  void buildShouldRefusePlainHttpOnLoopbackWithoutTheFlag() {
    Throwable failure =
        catchThrowable(
            () ->
                ClientRegistration.builder("acme")
                    .clientCredentials()
                    .clientSecretBasic("app", () -> world.clientSecret)
                    .tokenEndpoint(world.server.tokenEndpoint().toString())
                    .build());

    SecretScan.saw(failure);
    assertThat(failure)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Client registration 'acme': tokenEndpoint must use https;"
                + " for a loopback host call allowPlainHttpOnLoopback()");
  }

  private void refused(
      String part, String problem, UnaryOperator<ClientRegistration.Builder> change) {
    Throwable failure = catchThrowable(() -> change.apply(world.code("acme")).build());

    SecretScan.saw(failure);
    assertThat(failure)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Client registration 'acme': " + part + " ")
        .hasMessageContaining(problem);
    assertThat(SecretScan.findIn(failure)).isEmpty();
  }
}
