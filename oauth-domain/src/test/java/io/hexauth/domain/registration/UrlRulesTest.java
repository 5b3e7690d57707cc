// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.Registrations;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A04, A17, A39: rules for the URLs to which secrets and users are sent. */
class UrlRulesTest {

  /** Settings for URLs of servers. */
  static final Map<
          String, BiFunction<ClientRegistration.Builder, String, ClientRegistration.Builder>>
      SERVER_PARTS =
          Map.of(
              "tokenEndpoint", ClientRegistration.Builder::tokenEndpoint,
              "refreshEndpoint", ClientRegistration.Builder::refreshEndpoint,
              "authorizationEndpoint", ClientRegistration.Builder::authorizationEndpoint,
              "revocationEndpoint", ClientRegistration.Builder::revocationEndpoint,
              "issuer", ClientRegistration.Builder::issuer,
              "resourceOrigins", (builder, url) -> builder.resourceOrigins(url));

  private static final Map<
          String, BiFunction<ClientRegistration.Builder, String, ClientRegistration.Builder>>
      PARTS = new LinkedHashMap<>(SERVER_PARTS);

  static {
    PARTS.put("redirectUri", ClientRegistration.Builder::redirectUri);
  }

  @DisplayName("A04, A17, A39: bad URLs are refused wherever they stand")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/relative",
        "as.example/token",
        "//as.example/token",
        "https:",
        "https:///token",
        "https://",
        "https://as.example/token#fragment",
        "https://as.example/token#",
        "https://user@as.example/token",
        "https://user:pw@as.example/token",
        "https://as.example@evil.example/token",
        "https://as.example:0/token",
        "https://as.example:99999/token",
        "https://as.example:-1/token",
        "https://as .example/token",
        "https://as.example/\r\nX: y",
        "https://as.example/%zz",
        "https:\\\\as.example/token",
        "http://as.example/token",
        "http://10.0.0.1/token",
        "http://169.254.169.254/token",
        "http://[::ffff:127.0.0.1]/token",
        "http://2130706433/token",
        "http://127.1/token",
        "http://0.0.0.0/token",
        "http://127.0.0.1.evil.example/token",
        "http://127.0.0.999/token",
        "http://localhost.evil.example/token",
        "http://localhost./token",
        "http://evil.example/localhost",
        "http://evil.example?localhost",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "jar:file:/a.jar!/b",
        "gopher://as.example/",
        "ftp://as.example/token",
        "urn:x:y",
        "mailto:a@b"
      })
  void urlShouldBeRefusedWhereverItStands(String url) {
    PARTS.forEach(
        (part, set) -> {
          ClientRegistration.Builder builder =
              set.apply(Registrations.code(), url).allowPlainHttpOnLoopback();
          assertThatIllegalArgumentException()
              .as(part)
              .isThrownBy(builder::build)
              .withMessageStartingWith("Client registration 'shop': " + part)
              .withMessageNotContaining("pw");
        });
  }

  @DisplayName("A17: plain HTTP is for loopback, and by name only")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost/x",
        "http://LocalHost:8080/x",
        "http://127.0.0.1:9000/x",
        "http://127.255.255.254/x",
        "http://[::1]:8080/x",
        "HTTP://127.0.0.1/x"
      })
  void plainHttpOnLoopbackShouldNeedTheFlag(String url) {
    SERVER_PARTS.forEach(
        (part, set) -> {
          assertThatIllegalArgumentException()
              .isThrownBy(() -> set.apply(Registrations.code(), url).build())
              .withMessageStartingWith("Client registration 'shop': " + part)
              .withMessageContaining("allowPlainHttpOnLoopback()");
          assertThat(
                  set.apply(Registrations.code(), url)
                      .allowPlainHttpOnLoopback()
                      .build()
                      .plainHttpOnLoopback())
              .isTrue();
        });
  }

  @Test
  void urlOfAServerShouldBeRefusedWhenItsQueryHasASecret() {
    SERVER_PARTS.forEach(
        (part, set) ->
            assertThatIllegalArgumentException()
                .isThrownBy(
                    () ->
                        set.apply(Registrations.code(), "https://as.example/x?client_secret=s3cr3t")
                            .build())
                .withMessageStartingWith("Client registration 'shop': " + part)
                .withMessageNotContaining("s3cr3t"));
  }

  @Test
  void flagShouldCountWhetherItComesBeforeOrAfterTheUrls() {
    assertThat(
            Registrations.machine()
                .allowPlainHttpOnLoopback()
                .tokenEndpoint("http://localhost/t")
                .build())
        .extracting(r -> r.endpoints().token().orElseThrow().toString())
        .isEqualTo("http://localhost/t");
  }

  @Test
  void urlsShouldBeKeptExactlyAsConfigured() {
    ClientRegistration registration =
        Registrations.code()
            .tokenEndpoint("HTTPS://AS.example:443/a%2Fb/../t?tenant=1")
            .issuer("https://AS.example:443/")
            .redirectUri("https://app.example/cb?next=%2F")
            .build();
    assertThat(registration.endpoints().token().orElseThrow())
        .hasToString("HTTPS://AS.example:443/a%2Fb/../t?tenant=1");
    assertThat(registration.endpoints().issuer().orElseThrow().value())
        .isEqualTo("https://AS.example:443/");
    assertThat(registration.redirectUri().orElseThrow().value())
        .isEqualTo("https://app.example/cb?next=%2F");
  }

  @Test
  void redirectUriShouldBeOfAnAppsOwnSchemeWhenThatHasADot() {
    var redirect =
        Registrations.code().redirectUri("com.example.app:/cb").build().redirectUri().orElseThrow();
    assertThat(redirect.path()).isEqualTo("/cb");
    for (String uri : List.of("myapp:/cb", "http.evil", "javascript:/cb")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Registrations.code().redirectUri(uri).build());
    }
  }

  @Test
  void originsShouldBeEqualWhateverTheirSpelling() {
    assertThat(Origin.of(URI.create("HTTPS://API.example/x?y")))
        .isEqualTo(Origin.of(URI.create("https://api.example:443")));
    assertThat(Origin.of(URI.create("https://api.example:8443")))
        .isNotEqualTo(Origin.of(URI.create("https://api.example")));
    assertThat(Origin.of(URI.create("http://api.example")))
        .isNotEqualTo(Origin.of(URI.create("https://api.example")));
    for (String uri : List.of("//evil", "/x", "ftp://a", "https://u@a", "mailto:a@b")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Origin.of(URI.create(uri)));
    }
  }

  @Test
  void tokensShouldTravelOverTlsOrToLoopbackOnly() {
    ClientRegistration strict = Registrations.code().build();
    ClientRegistration local = Registrations.code().allowPlainHttpOnLoopback().build();
    assertThat(strict.isConfidential(Origin.of(URI.create("https://api.example")))).isTrue();
    assertThat(local.isConfidential(Origin.of(URI.create("http://api.example")))).isFalse();
    assertThat(strict.isConfidential(Origin.of(URI.create("http://127.0.0.1:1")))).isFalse();
    assertThat(local.isConfidential(Origin.of(URI.create("http://127.0.0.1:1")))).isTrue();
    assertThat(local.isConfidential(Origin.of(URI.create("http://127.0.0.1.evil.example"))))
        .isFalse();
  }

  @Test
  void portShouldBeOneThatExists() {
    for (String port : List.of("1", "80", "65535")) {
      PARTS.forEach(
          (part, set) ->
              assertThat(set.apply(Registrations.code(), "https://as.example:" + port + "/x"))
                  .as(part)
                  .extracting(ClientRegistration.Builder::build)
                  .isNotNull());
    }
    PARTS.forEach(
        (part, set) ->
            assertThatIllegalArgumentException()
                .as(part)
                .isThrownBy(
                    () -> set.apply(Registrations.code(), "https://as.example:65536/x").build())
                .withMessageContaining("between 1 and 65535"));
  }

  @Test
  void messageShouldSayHowPlainHttpIsAllowedToThatHost() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Registrations.code().tokenEndpoint("http://as.example/t").build())
        .withMessageContaining("allowPlainHttp(...)")
        .withMessageNotContaining("allowPlainHttpOnLoopback");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Registrations.code().redirectUri("http://app.example/cb").build())
        .withMessageEndingWith("plain http is allowed for loopback hosts only");
  }

  @Test
  void originShouldHaveThePortOfItsSchemeUnlessOneIsWritten() {
    assertThat(Origin.of(URI.create("http://API.example")))
        .isEqualTo(new Origin("http", "api.example", 80))
        .hasToString("http://api.example:80");
    assertThat(Origin.of(URI.create("https://api.example")).port()).isEqualTo(443);
    assertThat(Origin.of(URI.create("http://api.example:443")).port()).isEqualTo(443);
    assertThat(Origin.of(URI.create("http://api.example:0")).port()).isZero();
    for (String uri : List.of("https:///x", "https:x", "http://a_b/")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Origin.of(URI.create(uri)));
    }
  }

  @Test
  void originsOnLoopbackShouldBeKnownByNameAndLiteral() {
    for (String host : List.of("localhost", "127.0.0.1", "127.255.255.255", "127.0.0.0", "[::1]")) {
      assertThat(new Origin("http", host, 80).isLoopback()).as(host).isTrue();
    }
    for (String host :
        List.of("localhost.", "127.0.0.256", "127.0.0", "127.0.0.01", "128.0.0.1", "[::2]")) {
      assertThat(new Origin("http", host, 80).isLoopback()).as(host).isFalse();
    }
  }

  @Test
  void redirectUriShouldHaveAPathAndAQueryWhateverIsWritten() {
    assertThat(new RedirectUri("https://app.example").path()).isEqualTo("/");
    assertThat(new RedirectUri("com.example.app:cb").path()).isEqualTo("/");
    assertThat(new RedirectUri("https://app.example/%63b").path()).isEqualTo("/%63b");
    assertThat(new RedirectUri("https://app.example/cb").query()).isEmpty();
    assertThat(new RedirectUri("https://app.example/cb?a=%20").query()).isEqualTo("a=%20");
  }
}
