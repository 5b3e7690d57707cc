// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.internal.authorization.CallbackLocation;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.testkit.log.LogCapture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedRedirectUrisTest {

  private static ClientRegistration.Builder at(String id, String server, String redirectUri) {
    return ClientRegistration.builder(id)
        .authorizationCode()
        .publicClient("app")
        .issuer(server)
        .authorizationEndpoint(server + "/authorize")
        .tokenEndpoint(server + "/token")
        .redirectUri(redirectUri);
  }

  private static ClientRegistration one(String redirectUri) {
    return at("one", "https://one.example", redirectUri).build();
  }

  private static ClientRegistration two(String redirectUri) {
    return at("two", "https://two.example", redirectUri).build();
  }

  @ParameterizedTest(name = "{0} and {1}: {2}, {3}")
  @CsvSource({
    "https://app.example/cb,      https://app.example/other,   PATH, PATH",
    "https://app.example/cb,      https://app.example/cb/,     PATH, PATH",
    "https://app.example/cb,      https://app.example,         PATH, PATH",
    "https://app.example/cb?as=1, https://app.example/cb?as=2, PATH, PATH",
    "https://app.example/cb?a=1,  https://app.example/cb?b=1,  PATH, PATH",
    "https://app.example/cb,      https://two.app.example/cb,  URL,  URL",
    "https://app.example/cb,      https://app.example:8443/cb, URL,  URL",
    "https://app.example/cb,      com.example.app:/cb,         URL,  URL",
    "com.example.app:/cb,         com.example.two:/cb,         URL,  URL",
    "http://127.0.0.1:1/cb,       http://127.0.0.1:2/cb,       URL,  URL",
    "https://app.example/cb,      https://two.app.example/cb?a=1, URL, PATH"
  })
  void callbackShouldSayThePartThatTellsTwoServersApart(
      String first, String second, CallbackLocation forFirst, CallbackLocation forSecond) {
    var shared = new SharedRedirectUris(List.of(one(first), two(second)));

    assertThat(shared.neededFor(one(first))).isEqualTo(forFirst);
    assertThat(shared.neededFor(two(second))).isEqualTo(forSecond);
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({
    "https://app.example/cb,      https://app.example/cb",
    "https://app.example/cb,      https://app.example:443/cb",
    "https://app.example/cb,      HTTPS://APP.example/cb",
    "https://app.example,         https://app.example/",
    "https://app.example/cb?as=1, https://app.example/cb?as=1",
    "https://app.example/cb?as=1, https://app.example/cb?as=%31",
    "https://app.example/cb,      https://app.example/cb?as=1",
    "https://app.example/cb?a=1,  https://app.example/cb?a=1&b=2",
    "https://app.example/cb?a&b,  https://app.example/cb?b&a",
    "com.example.app:/cb,         com.example.app:/cb"
  })
  void twoServersThatCannotBeToldApartShouldBeRefused(String first, String second) {
    for (var pair : List.of(List.of(one(first), two(second)), List.of(two(second), one(first)))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new SharedRedirectUris(pair))
          .withMessageContaining("'one'")
          .withMessageContaining("'two'")
          .withMessageContaining("requireIssuerInResponses()")
          .withMessageContaining("allowSharedRedirectUri()");
    }
  }

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({
    "http://127.0.0.1:1/cb,  http://127.0.0.1:2/cb,    false",
    "http://127.0.0.1/cb,    http://127.0.0.1:2/cb,    false",
    "http://127.0.0.1:1/cb,  http://127.0.0.1:2/other, true",
    "http://127.0.0.1:1/cb,  http://[::1]:1/cb,        true",
    "http://127.0.0.1:1/cb,  https://app.example/cb,   true",
    "https://app.example/cb, https://app.example:1/cb, true"
  })
  void loopbackPortShouldNotCountWhereAnyMayBeUsed(String first, String second, boolean apart) {
    var shared = new SharedRedirectUris(List.of(one(first), two(second)));

    assertThat(shared.isToldApartAtAnyPort(one(first))).isEqualTo(apart);
    assertThat(shared.isToldApartAtAnyPort(two(second))).isEqualTo(apart);
  }

  @ParameterizedTest(name = "iss {0}, {1}; allowed {2}, {3}: {4}")
  @CsvSource({
    "false, false, false, false, false",
    "true,  false, false, false, false",
    "false, true,  false, false, false",
    "false, false, true,  false, false",
    "false, false, false, true,  false",
    "false, false, true,  true,  true",
    "true,  true,  false, false, true"
  })
  void issuersOrTheApplicationShouldDecideAboutAnyPort(
      boolean iss1, boolean iss2, boolean allowed1, boolean allowed2, boolean apart) {
    var pair =
        List.of(
            with(at("one", "https://one.example", "http://127.0.0.1:1/cb"), iss1, allowed1),
            with(at("two", "https://two.example", "http://127.0.0.1:2/cb"), iss2, allowed2));
    var shared = new SharedRedirectUris(pair);

    assertThat(pair).allMatch(one -> shared.isToldApartAtAnyPort(one) == apart);
  }

  @Test
  void anyPortShouldDoBesideAnotherRegistrationOfTheSameServer() {
    ClientRegistration other = at("other", "https://one.example", "http://127.0.0.1:2/cb").build();
    var shared = new SharedRedirectUris(List.of(one("http://127.0.0.1:1/cb"), other));

    assertThat(shared.isToldApartAtAnyPort(other)).isTrue();
  }

  private static final String SHARED = "https://app.example/cb";

  @ParameterizedTest(name = "iss {0}, {1}; allowed {2}, {3}: {4}")
  @CsvSource({
    "true,  true,  false, false, starts",
    "true,  false, false, false, refused",
    "false, true,  false, false, refused",
    "false, false, true,  false, refused",
    "false, false, false, true,  refused",
    "false, false, true,  true,  warned",
    "true,  false, true,  true,  warned",
    "true,  true,  true,  true,  starts"
  })
  void issuersOrTheApplicationShouldDecideAboutOneRedirectUri(
      boolean iss1, boolean iss2, boolean allowed1, boolean allowed2, String expected) {
    var pair =
        List.of(
            with(at("one", "https://one.example", SHARED), iss1, allowed1),
            with(at("two", "https://two.example", SHARED), iss2, allowed2));

    try (LogCapture log = LogCapture.start()) {
      if (expected.equals("refused")) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SharedRedirectUris(pair));
      } else {
        var shared = new SharedRedirectUris(pair);
        assertThat(shared.neededFor(pair.get(0))).isEqualTo(CallbackLocation.QUERY);
      }
      assertThat(log.lines()).hasSize(expected.equals("warned") ? 1 : 0);
      assertThat(log.lines()).allMatch(line -> line.contains("'one'") && line.contains("'two'"));
    }
  }

  private static ClientRegistration with(
      ClientRegistration.Builder builder, boolean iss, boolean allowed) {
    if (iss) {
      builder.requireIssuerInResponses();
    }
    return (allowed ? builder.allowSharedRedirectUri() : builder).build();
  }

  @Test
  void oneServerShouldNeedNothing() {
    var same = at("same", "https://one.example", SHARED).build();
    var shared = new SharedRedirectUris(List.of(one(SHARED), same));

    assertThat(shared.neededFor(same)).isEqualTo(CallbackLocation.QUERY);
  }

  @Test
  void registrationsWithoutUsersShouldNotCount() {
    var machine =
        ClientRegistration.builder("machine")
            .clientCredentials()
            .clientSecretBasic("id", () -> "secret")
            .tokenEndpoint("https://three.example/token")
            .build();

    assertThatCode(() -> new SharedRedirectUris(List.of(one(SHARED), machine)))
        .doesNotThrowAnyException();
    assertThat(new SharedRedirectUris(List.of(one(SHARED), machine)).neededFor(one(SHARED)))
        .isEqualTo(CallbackLocation.QUERY);
  }

  @ParameterizedTest
  @CsvSource({"one, two", "two, one"})
  void serversThatShareOneEndpointOnlyShouldBeRefused(String authorize, String token) {
    var mine = one(SHARED);
    var half =
        at("half", "https://one.example", SHARED)
            .authorizationEndpoint("https://" + authorize + ".example/authorize")
            .tokenEndpoint("https://" + token + ".example/token")
            .build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SharedRedirectUris(List.of(mine, half)));
  }

  /** A part of the query distinguishes it from one server, the host from another. */
  @Test
  void callbackShouldSayWhatTellsItFromEveryOtherServerInWhateverOrder() {
    var mine = one("https://app.example/cb?as=1");
    var near = two("https://app.example/cb?as=2");
    var far = at("three", "https://three.example", "https://far.example/cb?as=1").build();
    var machine =
        ClientRegistration.builder("machine")
            .clientCredentials()
            .clientSecretBasic("id", () -> "secret")
            .tokenEndpoint("https://three.example/token")
            .build();

    for (var all :
        List.of(
            List.of(mine, near, far, machine),
            List.of(machine, far, near, mine),
            List.of(near, mine, far, machine))) {
      var shared = new SharedRedirectUris(all);
      assertThat(shared.neededFor(mine)).isEqualTo(CallbackLocation.URL);
      assertThat(shared.neededFor(near)).isEqualTo(CallbackLocation.PATH);
      assertThat(shared.neededFor(machine)).isEqualTo(CallbackLocation.QUERY);
    }
  }

  @Test
  void callbackShouldNotNeedToSayWhereItCameInWhenItNamesItsIssuer() {
    var named = with(at("one", "https://one.example", "https://app.example/one"), true, false);
    var other = two("https://app.example/two");
    var shared = new SharedRedirectUris(List.of(named, other));

    assertThat(shared.neededFor(named)).isEqualTo(CallbackLocation.QUERY);
    assertThat(shared.neededFor(other)).isEqualTo(CallbackLocation.PATH);
  }

  /** Whether a discovered server promises iss is known only after its discovery. */
  @Test
  void promiseOfTheIssuerShouldBeEnoughForBoundRegistrationsOnly() {
    var configured = one("https://app.example/one");
    var discovered = discovered("two", "https://app.example/two");
    var served = discovered("three", "https://app.example/three");
    var named =
        with(at("four", "https://four.example", "https://elsewhere.example/one"), true, false);
    var shared = new SharedRedirectUris(List.of(configured, discovered));

    assertThat(shared.leastFor(configured)).isEqualTo(CallbackLocation.PATH);
    assertThat(shared.leastFor(discovered)).isEqualTo(CallbackLocation.QUERY);
    assertThat(shared.leastFor(served)).isEqualTo(CallbackLocation.PATH);
    assertThat(shared.leastFor(named)).isEqualTo(CallbackLocation.URL);
  }

  private static ClientRegistration discovered(String id, String redirectUri) {
    return ClientRegistration.builder(id)
        .authorizationCode()
        .clientSecretBasic("id", () -> "secret")
        .discover("https://" + id + ".example")
        .redirectUri(redirectUri)
        .build();
  }
}
