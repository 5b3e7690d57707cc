// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hexauth.domain.Registrations;
import io.hexauth.domain.scope.Scopes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRegistrationTest {

  private static Arguments bad(
      String part, String why, UnaryOperator<ClientRegistration.Builder> change) {
    return arguments(part, why, change);
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        bad("clientId", "is not empty", b -> b.clientSecretBasic("", () -> "s")),
        bad("clientId", "control character", b -> b.clientSecretPost("a\r\nb", () -> "s")),
        bad("clientId", "control character", b -> b.publicClient("a\0")),
        bad("clientId", "colon", b -> b.clientSecretBasicRaw("a:b", () -> "s")),
        bad("extensionGrant", "grant type", b -> b.extensionGrant("a b", () -> Map.of())),
        bad(
            "extensionGrant",
            "not an extension",
            b -> b.extensionGrant("password", () -> Map.of())),
        bad(
            "extensionGrant",
            "not an extension",
            b -> b.extensionGrant("refresh_token", () -> Map.of())),
        bad("scopes", "visible ASCII", b -> b.scopes("a b")),
        bad("resource", "absolute", b -> b.resource("/api")),
        bad("resource", "fragment", b -> b.resource("https://api.example/#x")),
        bad("audience", "not empty", b -> b.audience("")),
        bad("clockSkew", "between", b -> b.clockSkew(Duration.ofSeconds(-1))),
        bad("clockSkew", "between", b -> b.clockSkew(Duration.ofSeconds(Long.MAX_VALUE))),
        bad("defaultTokenLifetime", "positive", b -> b.defaultTokenLifetime(Duration.ZERO)),
        bad(
            "defaultTokenLifetime",
            "at most",
            b -> b.defaultTokenLifetime(Duration.ofSeconds(Long.MAX_VALUE))),
        bad("authorizationParameter", "protocol", b -> b.authorizationParameter("client_id", "x")),
        bad("authorizationParameter", "protocol", b -> b.authorizationParameter("state", "x")),
        bad("authorizationParameter", "secret", b -> b.authorizationParameter("access_token", "x")),
        bad("authorizationParameter", "empty", b -> b.authorizationParameter("", "x")),
        bad("tokenParameter", "protocol", b -> b.tokenParameter("grant_type", "x")),
        bad("tokenParameter", "secret", b -> b.tokenParameter("client_secret", "x")),
        bad("tokenParameter", "secret", b -> b.tokenParameter("client_assertion", "x")),
        bad("public client", "PKCE", b -> b.publicClient("c").withoutPkce()),
        bad("public client", "client credentials", b -> b.publicClient("c").clientCredentials()),
        bad("issuer", "missing", ClientRegistration.Builder::requireIssuerInResponses),
        bad("issuer", "query", b -> b.issuer("https://as.example?x=1")),
        bad("redirectUri", "path", b -> b.redirectUri("com.example.app:cb")),
        bad(
            "authorizationEndpoint",
            "'client_id'",
            b -> b.authorizationEndpoint("https://as.example/a?client_id=x")),
        bad(
            "authorizationEndpoint",
            "'connector'",
            b ->
                b.authorizationEndpoint("https://as.example/a?connector=x")
                    .authorizationParameter("connector", "y")),
        bad(
            "tokenEndpoint",
            "'client_secret'",
            b -> b.tokenEndpoint("https://as.example/t?client%5Fsecret=x")));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("contradictions")
  @DisplayName("A01, A03: what contradicts is refused, naming the registration and the part")
  void buildShouldNameRegistrationAndPart(
      String part, String why, UnaryOperator<ClientRegistration.Builder> change) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> change.apply(Registrations.code()).build())
        .withMessageStartingWith("Client registration 'shop': ")
        .withMessageContaining(part)
        .withMessageContaining(why);
  }

  @Test
  void buildShouldNameWhatIsMissing() {
    ClientRegistration.Builder builder = ClientRegistration.builder("shop");
    missing(builder, "the grant is missing");
    missing(builder.authorizationCode(), "the client is missing");
    missing(builder.clientSecretBasic("c", () -> "s"), "tokenEndpoint is missing");
    missing(builder.tokenEndpoint("https://as.example/t"), "authorizationEndpoint is missing");
    missing(builder.authorizationEndpoint("https://as.example/a"), "redirectUri is missing");
    assertThat(builder.redirectUri("https://app.example/cb").build().id().value())
        .isEqualTo("shop");
  }

  private static void missing(ClientRegistration.Builder builder, String what) {
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageStartingWith("Client registration 'shop': " + what);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\0", "\u0085"})
  void registrationIdsShouldBeRefusedWhenTheyCannotStandInALog(String id) {
    assertThatIllegalArgumentException().isThrownBy(() -> ClientRegistration.builder(id));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClientRegistration.builder("x".repeat(201)));
  }

  @Test
  void toBuilderShouldKeepEveryField() {
    ClientRegistration full =
        Registrations.code()
            .publicClient("public-1")
            .refreshEndpoint("http://localhost:8080/refresh?tenant=1")
            .revocationEndpoint("https://as.example/revoke")
            .issuer("https://as.example/")
            .requireIssuerInResponses()
            .scopes("b", "a")
            .resource("https://API.example/v1")
            .audience("api")
            .clockSkew(Duration.ofSeconds(7))
            .defaultTokenLifetime(Duration.ofMinutes(9))
            .manualRefresh()
            .authorizationParameter("connector", "github")
            .tokenParameter("tenant", "1")
            .responseFormat(TokenResponseFormat.strict().withScopeDelimiter(","))
            .resourceOrigins("https://API.example/v1", "http://[::1]:8080")
            .allowPlainHttpOnLoopback()
            .build();
    assertThat(full.toBuilder().build()).isEqualTo(full);
    assertThat(full.toBuilder().build().access().sortedResources())
        .containsExactly("https://API.example/v1");
    ClientRegistration other = full.toBuilder().id("other").build();
    assertThat(other.id().value()).isEqualTo("other");
    assertThat(other).isNotEqualTo(full);
    assertThat(other.toBuilder().id("shop").build()).isEqualTo(full);
    ClientRegistration machine = Registrations.machine().clientSecretPost("c", () -> "s").build();
    assertThat(machine.toBuilder().build()).isEqualTo(machine);
    ClientRegistration unsafe = Registrations.code().withoutPkce().build();
    assertThat(unsafe.toBuilder().build().pkce()).isFalse();
  }

  @Test
  void toBuilderShouldNotChangeTheRegistrationItStartsFrom() {
    ClientRegistration before = Registrations.code().scopes("a").build();
    before.toBuilder().scopes("b").authorizationParameter("x", "y").build();
    assertThat(before).isEqualTo(before.toBuilder().build());
    assertThat(before.scopes()).isEqualTo(Scopes.of("a"));
    assertThat(before.authorizationParameters().values()).isEmpty();
  }

  @Test
  void defaultsShouldBeTheSafeOnes() {
    ClientRegistration registration = Registrations.code().build();
    assertThat(registration.pkce()).isTrue();
    assertThat(registration.plainHttpOnLoopback()).isFalse();
    assertThat(registration.refresh())
        .isEqualTo(
            new RefreshSettings(
                RefreshSettings.Mode.AUTOMATIC,
                Duration.ofSeconds(5),
                Optional.empty(),
                new RotationPolicy.Strict()));
    assertThat(registration.responseFormat()).isEqualTo(TokenResponseFormat.lenient());
    assertThat(registration.scopes().isEmpty()).isTrue();
    assertThat(registration.resourceOrigins()).isEmpty();
    assertThat(registration.endpoints().issuerInResponses()).isFalse();
  }

  @Test
  void resourceOriginsShouldBeMergedWhenTheyAreTheSame() {
    assertThat(
            Registrations.machine()
                .resourceOrigins(
                    "https://a.example", "https://a.example", "https://A.example:443/x")
                .build()
                .resourceOrigins())
        .containsExactly(new Origin("https", "a.example", 443));
  }
}
