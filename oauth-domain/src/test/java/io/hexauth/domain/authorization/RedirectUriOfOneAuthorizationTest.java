// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hexauth.domain.registration.ClientRegistration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8252 §7.3: a native application listens on the port that the system chose. */
class RedirectUriOfOneAuthorizationTest {

  private static ClientRegistration registered(String redirectUri) {
    return ClientRegistration.builder("native")
        .authorizationCode()
        .publicClient("app")
        .authorizationEndpoint("https://as.example/authorize")
        .tokenEndpoint("https://as.example/token")
        .allowPlainHttpOnLoopback()
        .redirectUri(redirectUri)
        .build();
  }

  private static String chosen(String registered, String chosen) {
    return AuthorizationOptions.none()
        .redirectUri(chosen)
        .redirectUri(registered(registered))
        .value();
  }

  @ParameterizedTest(name = "{1} for {0}")
  @CsvSource({
    "http://127.0.0.1:8000/cb,     http://127.0.0.1:51004/cb",
    "http://127.0.0.1/cb,          http://127.0.0.1:65535/cb",
    "http://127.0.0.1:8000/cb,     http://127.0.0.1/cb",
    "http://127.0.0.1:8000,        http://127.0.0.1:1",
    "http://[::1]:1/cb,            http://[::1]:51004/cb",
    "http://localhost:8000/cb?a=1, http://localhost:51004/cb?a=1",
    "http://127.0.0.1:8000/cb,     http://127.0.0.1:8000/cb",
    "https://app.example/cb,       https://app.example/cb",
    "com.example.app:/cb,          com.example.app:/cb"
  })
  void redirectUriShouldBeTheRegisteredOneAtAnyPortOfLoopback(String registered, String chosen) {
    assertThat(chosen(registered, chosen)).isEqualTo(chosen);
  }

  @ParameterizedTest(name = "{1} for {0}")
  @CsvSource({
    "http://127.0.0.1:8000/cb,     http://127.0.0.1:8000/other",
    "http://127.0.0.1:8000/cb,     http://127.0.0.1:8000/cb/",
    "http://127.0.0.1:8000/cb,     http://127.0.0.1:8000/cb?a=1",
    "http://127.0.0.1:8000/cb?a=1, http://127.0.0.1:8000/cb",
    "http://127.0.0.1:8000/cb,     http://localhost:8000/cb",
    "http://localhost:8000/cb,     http://127.0.0.1:8000/cb",
    "http://127.0.0.1:8000/cb,     http://127.0.0.2:8000/cb",
    "http://127.0.0.1:8000/cb,     http://[::1]:8000/cb",
    "http://127.0.0.1:8000/cb,     https://127.0.0.1:8000/cb",
    "http://127.0.0.1:8000/cb,     http://127.0.0.1:8000@evil.example/cb",
    "http://127.0.0.1:8000/cb,     http://127.0.0.1.evil.example:8000/cb",
    "http://127.0.0.1:8000/cb,     http://evil.example/cb",
    "http://127.0.0.1:8000/cb,     http://127.0.0.1:0/cb",
    "http://127.0.0.1:8000/cb,     http://127.0.0.1:65536/cb",
    "http://127.0.0.1:8000/cb,     http://127.0.0.1:51004/cb#fragment",
    "http://127.0.0.1:8000/cb,     com.example.app:/cb",
    "https://app.example/cb,       https://app.example:8443/cb",
    "https://app.example/cb,       https://app.example/other",
    "https://app.example/cb,       http://127.0.0.1:51004/cb",
    "com.example.app:/cb,          com.example.other:/cb"
  })
  void redirectUriShouldBeRefusedWhenMoreThanTheLoopbackPortDiffers(
      String registered, String chosen) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chosen(registered, chosen))
        .withMessageContainingAll("'native'", "redirectUri");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "::", "/cb", "http:", "http://", "http://127.0.0.1:port/cb"})
  void redirectUriShouldBeRefusedWhenItIsNone(String chosen) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chosen("http://127.0.0.1:8000/cb", chosen))
        .withMessageContaining("'native'");
  }

  @Test
  void redirectUriShouldBeThatOfTheRegistrationWithoutAChoice() {
    ClientRegistration registration = registered("http://127.0.0.1:8000/cb");

    assertThat(AuthorizationOptions.none().redirectUri(registration))
        .isEqualTo(registration.redirectUri().orElseThrow());
  }

  @Test
  void choiceShouldBeAMistakeWhereNoRedirectUriIsRegistered() {
    ClientRegistration own =
        ClientRegistration.builder("own")
            .clientCredentials()
            .clientSecretBasic("app", () -> "secret")
            .tokenEndpoint("https://as.example/token")
            .build();

    assertThatIllegalStateException()
        .isThrownBy(() -> AuthorizationOptions.none().redirectUri(own));
  }
}
