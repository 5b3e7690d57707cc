// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.Registrations;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plain HTTP is allowed for hosts that a registration names, and for no host with a similar name.
 */
class PlainHttpTest {

  private static ClientRegistration.Builder allowing(String... hosts) {
    return Registrations.code().allowPlainHttp(hosts);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "keycloak,            http://keycloak:8080/x",
    "keycloak,            http://KeyCloak/x",
    "KEYCLOAK,            http://keycloak/x",
    "keycloak,            HTTP://keycloak/x",
    "as.internal,         http://as.internal/x",
    "*.svc.cluster.local, http://as.svc.cluster.local/x",
    "*.svc.cluster.local, http://as.prod.svc.cluster.local:80/x",
    "*.SVC.cluster.local, http://AS.svc.CLUSTER.local/x",
    "*.local,             http://as.local/x"
  })
  void namedHostShouldBeAcceptedWhereverAServerIsGiven(String host, String url) {
    UrlRulesTest.SERVER_PARTS.forEach(
        (part, set) ->
            assertThat(set.apply(allowing(host), url).build().plainHttpHosts())
                .as(part)
                .hasSize(1));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "keycloak,            http://keycloak.evil.example/x",
    "keycloak,            http://evil-keycloak/x",
    "keycloak,            http://keycloak-evil/x",
    "keycloak,            http://as.keycloak/x",
    "keycloak,            http://keycloak./x",
    "keycloak,            http://keycloak:80@evil.example/x",
    "keycloak,            http://evil.example/keycloak",
    "keycloak,            http://evil.example/?keycloak",
    "*.svc.cluster.local, http://evil-svc.cluster.local/x",
    "*.svc.cluster.local, http://svc.cluster.local/x",
    "*.svc.cluster.local, http://as.svc.cluster.local./x",
    "*.svc.cluster.local, http://as.svc.cluster.local.evil.example/x",
    "*.svc.cluster.local, http://.svc.cluster.local/x",
    "*.svc.cluster.local, http://a..svc.cluster.local/x",
    "*.svc.cluster.local, http://as.svc.cluster.local@evil.example/x",
    "*.svc.cluster.local, http://as_.svc.cluster.local/x",
    "*.svc.cluster.local, http://%61s.svc.cluster.local/x",
    "*.svc.cluster.local, http://ⓐs.svc.cluster.local/x",
    "*.svc.cluster.local, http://as。svc.cluster.local/x",
    "*.local,             http://10.0.0.1/x",
    "*.local,             http://[fe80::1]/x",
    "*.local,             http://2130706433/x",
    "*.local,             http://0x7f.1/x",
    "*.local,             http://127.0.0.1/x",
    "*.local,             http://localhost/x",
    "keycloak,            ftp://keycloak/x"
  })
  void otherHostShouldBeRefusedWhereverAServerIsGiven(String host, String url) {
    UrlRulesTest.SERVER_PARTS.forEach(
        (part, set) ->
            assertThatIllegalArgumentException()
                .as(part)
                .isThrownBy(() -> set.apply(allowing(host), url).build())
                .withMessageStartingWith("Client registration 'shop': " + part));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "*",
        "*.",
        ".",
        "**.local",
        "*local",
        "a.*.local",
        "*.*.local",
        "keycloak.",
        ".keycloak",
        "key..cloak",
        "-keycloak",
        "keycloak-",
        "key_cloak",
        "keycloak:8080",
        "http://keycloak",
        "user@keycloak",
        "keycloak/",
        "10.0.0.1",
        "*.0.0.1",
        "10.1",
        "2130706433",
        "0x7f.1",
        "0x7f000001",
        "a.0x",
        "[::1]",
        "[fe80::1]",
        "::1",
        "localhost",
        "LOCALHOST",
        "127.0.0.1",
        "*.localhost",
        "as.localhost",
        "kéycloak"
      })
  void whatIsNotTheNameOfAnotherMachineShouldBeRefusedAtOnce(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> allowing(host))
        .withMessageStartingWith("Client registration 'shop': allowPlainHttp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://keycloak/cb",
        "http://as.svc.cluster.local/cb",
        "http://localhost/cb",
        "http://127.0.0.2/cb",
        "http://127.0.0.1.evil.example/cb",
        "http://[::2]/cb",
        "http://[0:0:0:0:0:0:0:1]/cb"
      })
  void redirectUriShouldBeRefusedWhateverIsAllowedForServers(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> allowing("keycloak", "*.svc.cluster.local").redirectUri(uri).build())
        .withMessageContaining("redirectUri must use https");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/cb",
        "http://127.0.0.1:53682/cb",
        "http://[::1]/cb",
        "HTTP://[::1]:53682/cb"
      })
  void redirectUriShouldNeedNoFlagWhenItIsALoopbackLiteral(String uri) {
    assertThat(Registrations.code().redirectUri(uri).build().redirectUri().orElseThrow().value())
        .isEqualTo(uri);
  }

  @Test
  void apisOnNamedHostsShouldGetTokens() {
    ClientRegistration registration = allowing("*.svc.cluster.local").build();

    assertThat(registration.isConfidential(new Origin("http", "api.svc.cluster.local", 80)))
        .isTrue();
    assertThat(registration.isConfidential(new Origin("http", "api.example", 80))).isFalse();
    assertThat(registration.isConfidential(new Origin("http", "127.0.0.1", 80))).isFalse();
    assertThat(registration.isConfidential(new Origin("https", "api.example", 443))).isTrue();
  }

  @Test
  void hostsShouldSurviveACopyAndBeReplacedByLaterOnes() {
    ClientRegistration registration = allowing("a", "*.B.local").build();

    assertThat(registration.plainHttpHosts()).containsExactlyInAnyOrder("a", "*.b.local");
    assertThat(registration.toBuilder().build()).isEqualTo(registration);
    assertThat(registration.toBuilder().allowPlainHttp("c").build().plainHttpHosts())
        .containsExactly("c");
    assertThat(registration.toBuilder().allowPlainHttp().build().plainHttpHosts()).isEmpty();
  }

  @Test
  void hostsShouldHaveTheLengthsOfNamesAndNoOthers() {
    String label = "a".repeat(63);
    String longest = String.join(".", label, label, label, "a".repeat(61));
    assertThat(longest).hasSize(253);
    assertThat(allowing(label, longest, "*." + longest, "a").build().plainHttpHosts()).hasSize(4);
    for (String host : List.of("a".repeat(64), longest + "a", "*." + longest + "a")) {
      assertThatIllegalArgumentException().as(host).isThrownBy(() -> allowing(host));
    }
  }

  @Test
  void whatIsNoNameShouldNotGetTokensAlthoughItEndsWithTheSuffix() {
    ClientRegistration registration = allowing("*.svc.example").build();
    for (String host :
        List.of(
            "a/.svc.example",
            "a b.svc.example",
            ".svc.example",
            "a@b.svc.example",
            "-.svc.example")) {
      assertThat(registration.isConfidential(new Origin("http", host, 80))).as(host).isFalse();
    }
  }
}
