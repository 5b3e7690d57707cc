// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiCallRulesTest {

  private static final String API = "https://api.example";

  private static ClientRegistration.Builder registration() {
    return ClientRegistration.builder("billing")
        .clientCredentials()
        .tokenEndpoint("https://as.example/token")
        .clientSecretBasic("id", () -> "secret");
  }

  private static Optional<Origin> origin(String url) {
    return Optional.of(Origin.of(URI.create(url)));
  }

  private static void check(
      ClientRegistration registration, String url, Map<String, Collection<String>> headers) {
    ApiCallRules.check(registration, origin(url), origin(API), headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://one.example", "https://two.example:8443/path"})
  void everyResourceOriginShouldBeAllowed(String url) {
    ClientRegistration registration =
        registration().resourceOrigins("https://one.example", "https://two.example:8443").build();
    assertThatCode(() -> check(registration, url, Map.of())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        API,
        "https://one.example:8443",
        "https://one.example.evil.example",
        "https://evil.example"
      })
  void noOtherOriginShouldBeAllowedNotEvenTheClientsOwn(String url) {
    ClientRegistration registration = registration().resourceOrigins("https://one.example").build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(registration, url, Map.of()))
        .withMessageContaining("'billing'")
        .withMessageContaining("resourceOrigins");
  }

  @Test
  void clientsOwnOriginAloneShouldBeAllowedWithoutResourceOrigins() {
    ClientRegistration registration = registration().build();
    assertThatCode(() -> check(registration, API + "/x", Map.of())).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(registration, "https://evil.example", Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ApiCallRules.check(registration, origin(API), Optional.empty(), Map.of()));
  }

  @Test
  void urlWithoutAnOriginShouldBeRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ApiCallRules.check(
                    registration().build(), Optional.empty(), Optional.empty(), Map.of()))
        .withMessageContaining("names no host");
  }

  @Test
  void plainHttpShouldBeRefusedUnlessTheRegistrationAllowsIt() {
    String local = "http://127.0.0.1:8080";
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ApiCallRules.check(registration().build(), origin(local), origin(local), Map.of()))
        .withMessageContaining("not https");
    ClientRegistration lenient =
        registration().allowPlainHttpOnLoopback().resourceOrigins(local).build();
    assertThatCode(() -> check(lenient, local, Map.of())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "authorization", "AUTHORIZATION", " Authorization\t"})
  void authorizationOfTheCallerShouldBeRefusedAndNotShown(String name) {
    assertThatIllegalStateException()
        .isThrownBy(() -> check(registration().build(), API, Map.of(name, List.of("Basic canary"))))
        .withMessageContaining("'billing'")
        .withMessageNotContaining("canary");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Host,evil.example",
    "host,api.example:8443",
    "' HOST',evil.example",
    "Host,",
    ":authority,api.example"
  })
  void hostOfAnotherOriginShouldBeRefused(String name, String host) {
    Map<String, Collection<String>> headers =
        Map.of(name, host == null ? List.of() : List.of(host));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(registration().build(), API, headers))
        .withMessageContaining("Host")
        .withMessageNotContaining("evil");
  }

  @ParameterizedTest
  @ValueSource(strings = {"api.example", "API.example:443"})
  void hostOfTheOriginShouldBeAllowed(String host) {
    assertThatCode(() -> check(registration().build(), API, Map.of("Host", List.of(host))))
        .doesNotThrowAnyException();
  }
}
