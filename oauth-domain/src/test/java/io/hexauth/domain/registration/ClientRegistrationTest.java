// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hexauth.domain.Registrations;
import io.hexauth.domain.scope.Scope;
import io.hexauth.domain.scope.Scopes;
import java.net.URI;
import java.time.Duration;
import java.util.List;
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
        bad("clientId", "must not be empty", b -> b.clientSecretBasic("", () -> "s")),
        bad("clientId", "control character", b -> b.clientSecretPost("a\r\nb", () -> "s")),
        bad("clientId", "control character", b -> b.publicClient("a\0")),
        bad("clientId", "colon", b -> b.clientSecretBasicRaw("a:b", () -> "s")),
        bad("clientId", "colon", b -> b.clientSecretBasicRaw(":", () -> "s")),
        bad("extensionGrant", "grant type", b -> b.extensionGrant("a b", () -> Map.of())),
        bad(
            "extensionGrant",
            "not an extension",
            b -> b.extensionGrant("password", () -> Map.of())),
        bad(
            "extensionGrant",
            "not an extension",
            b -> b.extensionGrant("refresh_token", () -> Map.of())),
        bad(
            "extensionGrant",
            "not an",
            b -> b.extensionGrant("authorization_code", () -> Map.of())),
        bad(
            "extensionGrant",
            "not an",
            b -> b.extensionGrant("client_credentials", () -> Map.of())),
        bad("scopes", "visible ASCII", b -> b.scopes("a b")),
        bad("resource", "absolute", b -> b.resource("/api")),
        bad("resource", "fragment", b -> b.resource("https://api.example/#x")),
        bad("audience", "not be empty", b -> b.audience("")),
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
        bad(
            "issuer",
            "/.well-known/",
            b -> b.discover("https://as.example/.well-known/openid-configuration")),
        bad(
            "issuer",
            "/.well-known/",
            b -> b.discover("https://as.example/.well-known/oauth-authorization-server/t1")),
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
            .allowPlainHttp("*.svc.example")
            .allowSharedRedirectUri()
            .stepUpScopes("admin")
            .rotation(new RotationPolicy.NonRotating())
            .build();
    assertThat(full.id()).isEqualTo(ClientRegistrationId.of("shop"));
    assertThat(full.grant()).isEqualTo(new RegisteredGrant.AuthorizationCode());
    assertThat(full.clientId()).isEqualTo(new ClientId("public-1"));
    assertThat(full.authentication()).isEqualTo(new ClientAuthentication.None());
    assertThat(full.endpoints())
        .isEqualTo(
            new ServerMetadata(
                Optional.of(new Issuer("https://as.example/")),
                Map.of(
                    EndpointKind.TOKEN, endpoint("https://as.example/token"),
                    EndpointKind.REFRESH, endpoint("http://localhost:8080/refresh?tenant=1"),
                    EndpointKind.AUTHORIZATION, endpoint("https://as.example/authorize"),
                    EndpointKind.REVOCATION, endpoint("https://as.example/revoke")),
                true,
                Optional.empty()));
    assertThat(full.redirectUri()).contains(new RedirectUri("https://app.example/cb"));
    assertThat(full.access())
        .isEqualTo(
            AccessRequest.of(Scopes.of("a", "b"))
                .withResource(URI.create("https://API.example/v1"))
                .withAudience("api"));
    assertThat(full.stepUpScopes()).isEqualTo(Scopes.of("admin"));
    assertThat(full.refresh().mode()).isEqualTo(RefreshSettings.Mode.MANUAL);
    assertThat(full.refresh().clockSkew()).isEqualTo(Duration.ofSeconds(7));
    assertThat(full.refresh().defaultLifetime()).contains(Duration.ofMinutes(9));
    assertThat(full.refresh().rotation()).isEqualTo(new RotationPolicy.NonRotating());
    assertThat(full.authorizationParameters())
        .isEqualTo(new ExtraParameters(Map.of("connector", "github")));
    assertThat(full.tokenParameters()).isEqualTo(new ExtraParameters(Map.of("tenant", "1")));
    assertThat(full.responseFormat())
        .isEqualTo(TokenResponseFormat.strict().withScopeDelimiter(","));
    assertThat(full.resourceOrigins())
        .containsExactlyInAnyOrder(
            new Origin("https", "api.example", 443), new Origin("http", "[::1]", 8080));
    assertThat(full.pkce()).isTrue();
    assertThat(full.plainHttpOnLoopback()).isTrue();
    assertThat(full.plainHttpHosts()).containsExactly("*.svc.example");
    assertThat(full.sharedRedirectUri()).isTrue();
    assertThat(full.toBuilder().build()).isEqualTo(full);
    assertThat(full.toBuilder().automaticRefresh().build().refresh().mode())
        .isEqualTo(RefreshSettings.Mode.AUTOMATIC);
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

  private static Endpoint endpoint(String url) {
    return new Endpoint(URI.create(url));
  }

  @Test
  void scopesShouldBeReplacedByLaterOnes() {
    var builder = Registrations.code().scopes("a", "b").scopes(List.of(Scope.of("c")));
    assertThat(builder.build().scopes()).isEqualTo(Scopes.of("c"));
    assertThat(builder.scopes("d").build().scopes()).isEqualTo(Scopes.of("d"));
    assertThat(builder.scopes().build().scopes()).isEqualTo(Scopes.none());
  }

  @Test
  void grantsShouldSayHowAndForWhomTheyAreObtained() {
    GrantParameters perPrincipal = context -> Map.of("for", context.principal().name());
    var forClient = grant(b -> b.extensionGrant("urn:x", () -> Map.of("a", "b")));
    var forUser = grant(b -> b.extensionGrant("urn:y", perPrincipal));
    // grant | its type | whether the client obtains it without a user | whether it is for a
    // principal
    assertGrant(grant(b -> b.authorizationCode()), "authorization_code", false, true);
    assertGrant(grant(b -> b.clientCredentials()), "client_credentials", true, false);
    assertGrant(grant(b -> b.password()), "password", true, true);
    assertGrant(forClient, "urn:x", true, false);
    assertGrant(forUser, "urn:y", true, true);
    var context =
        new TokenContext(
            ClientRegistrationId.of("shop"),
            Principal.of("alice"),
            AccessRequest.of(Scopes.none()));
    assertThat(((RegisteredGrant.Extension) forClient).parameters().of(context))
        .isEqualTo(Map.of("a", "b"));
    assertThat(((RegisteredGrant.Extension) forUser).parameters().of(context))
        .isEqualTo(Map.of("for", "alice"));
  }

  private static RegisteredGrant grant(UnaryOperator<ClientRegistration.Builder> change) {
    return change.apply(Registrations.code()).build().grant();
  }

  private static void assertGrant(
      RegisteredGrant grant, String type, boolean selfObtainable, boolean perPrincipal) {
    assertThat(grant.type()).hasToString(type);
    assertThat(grant.isSelfObtainable()).as(type).isEqualTo(selfObtainable);
    assertThat(grant.isPerPrincipal()).as(type).isEqualTo(perPrincipal);
  }

  @Test
  void authenticationsShouldHaveTheirRegisteredNames() {
    assertMethod(b -> b.clientSecretBasic("c", () -> "s"), "client_secret_basic");
    assertMethod(b -> b.clientSecretBasicRaw("c", () -> "s"), "client_secret_basic");
    assertMethod(b -> b.clientSecretPost("c", () -> "s"), "client_secret_post");
    assertMethod(b -> b.publicClient("c"), "none");
  }

  private static void assertMethod(UnaryOperator<ClientRegistration.Builder> change, String name) {
    assertThat(change.apply(Registrations.code()).build().authentication().method().value())
        .isEqualTo(name);
  }

  @Test
  void durationsShouldBeAcceptedUpToTheirBoundsAndNoFurther() {
    Duration longest = Duration.ofSeconds(Integer.MAX_VALUE);
    for (Duration skew : List.of(Duration.ZERO, Duration.ofNanos(1), longest)) {
      assertThat(Registrations.code().clockSkew(skew).build().refresh().clockSkew())
          .isEqualTo(skew);
    }
    for (Duration life : List.of(Duration.ofNanos(1), longest)) {
      assertThat(Registrations.code().defaultTokenLifetime(life).build().refresh())
          .isEqualTo(RefreshSettings.defaults().withDefaultLifetime(life));
    }
    for (Duration bad : List.of(Duration.ofNanos(-1), longest.plusNanos(1))) {
      assertThatIllegalArgumentException().isThrownBy(() -> Registrations.code().clockSkew(bad));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Registrations.code().defaultTokenLifetime(bad));
    }
    assertThat(new RotationPolicy.Grace(Duration.ofNanos(1)).period()).hasNanos(1);
    for (Duration bad : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
      assertThatIllegalArgumentException().isThrownBy(() -> new RotationPolicy.Grace(bad));
    }
  }

  @Test
  void requestsShouldGoToTheEndpointOfTheirGrant() {
    ServerMetadata one = Registrations.code().build().endpoints();
    ServerMetadata two =
        Registrations.code().refreshEndpoint("https://as.example/r").build().endpoints();
    assertThat(one.token()).contains(one.forGrant(GrantType.REFRESH_TOKEN));
    assertThat(two.forGrant(GrantType.REFRESH_TOKEN)).hasToString("https://as.example/r");
    assertThat(two.token()).contains(two.forGrant(GrantType.PASSWORD));
  }

  @Test
  void messageShouldNameThePartOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Registrations.code().resource("/api"))
        .withMessage("Client registration 'shop': resource must be an absolute URI");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Registrations.code().audience(""))
        .withMessage("Client registration 'shop': audience: An audience must not be empty");
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
    assertThat(registration.refresh()).isEqualTo(RefreshSettings.defaults());
    assertThat(registration.refresh().mode()).isEqualTo(RefreshSettings.Mode.AUTOMATIC);
    assertThat(registration.refresh().clockSkew()).isEqualTo(Duration.ofSeconds(5));
    assertThat(registration.refresh().defaultLifetime()).isEmpty();
    assertThat(registration.refresh().rotation()).isEqualTo(new RotationPolicy.Strict());
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

  static Stream<UnaryOperator<ClientRegistration.Builder>> changes() {
    return Stream.of(
        r -> r.id("other"),
        r -> r.extensionGrant("urn:example:grant", Map::of),
        r -> r.clientSecretBasic("client-2", () -> "secret"),
        r -> r.clientSecretPost("client-1", () -> "secret"),
        r -> r.authorizationEndpoint("https://as.example/other"),
        r -> r.tokenEndpoint("https://as.example/other"),
        r -> r.refreshEndpoint("https://as.example/other"),
        r -> r.revocationEndpoint("https://as.example/other"),
        r -> r.issuer("https://as.example"),
        r -> r.issuer("https://as.example").requireIssuerInResponses(),
        r -> r.redirectUri("https://app.example/other"),
        r -> r.scopes("other"),
        r -> r.resource("https://api.example"),
        r -> r.audience("other"),
        r -> r.stepUpScopes("other"),
        r -> r.manualRefresh(),
        r -> r.clockSkew(Duration.ofSeconds(1)),
        r -> r.authorizationParameter("other", "1"),
        r -> r.tokenParameter("other", "1"),
        r -> r.responseFormat(TokenResponseFormat.strict()),
        r -> r.resourceOrigins("https://api.example"),
        r -> r.withoutPkce(),
        r -> r.allowPlainHttpOnLoopback(),
        r -> r.allowPlainHttp("as.internal"),
        r -> r.allowSharedRedirectUri());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void registrationsShouldDifferWhenOnePartDoes(UnaryOperator<ClientRegistration.Builder> change) {
    ClientRegistration before = Registrations.code().build();
    ClientRegistration after = change.apply(before.toBuilder()).build();

    assertThat(after).isNotEqualTo(before).isEqualTo(after.toBuilder().build());
    assertThat(after).hasSameHashCodeAs(after.toBuilder().build());
  }

  @Test
  void registrationShouldShowItsIdAndGrantAlone() {
    assertThat(Registrations.code().tokenEndpoint("https://as.example/token?key=k3y").build())
        .hasToString("ClientRegistration[shop, authorization_code]");
    assertThat(
            Registrations.code()
                .tokenEndpoint("https://as.example/token?key=k3y")
                .issuer("https://as.example")
                .build()
                .endpoints())
        .hasToString("ServerMetadata[https://as.example, [AUTHORIZATION, TOKEN]]");
  }
}
