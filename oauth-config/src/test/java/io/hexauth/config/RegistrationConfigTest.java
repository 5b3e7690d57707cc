// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.RotationPolicy;
import io.hexauth.domain.registration.TokenResponseFormat;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Registrations from texts: each key works like its method of the builder, or its message names the
 * key.
 */
class RegistrationConfigTest {

  /** A value that no message may contain. */
  private static final String MARK = "do-not-repeat-me";

  /** Wrong text for each key; it contains the mark if possible. */
  private static final Map<RegistrationKey, String> WRONG =
      Map.ofEntries(
          Map.entry(RegistrationKey.GRANT, MARK),
          Map.entry(RegistrationKey.CLIENT_ID, "\u0007" + MARK),
          Map.entry(RegistrationKey.CLIENT_AUTHENTICATION, MARK),
          Map.entry(RegistrationKey.CLIENT_SECRET, " "),
          Map.entry(RegistrationKey.CLIENT_SECRET_FROM, MARK),
          Map.entry(RegistrationKey.ISSUER, "http://login.example/" + MARK),
          Map.entry(RegistrationKey.DISCOVER, "http://login.example/" + MARK),
          Map.entry(RegistrationKey.ALLOW_PRIVATE_ENDPOINTS, "http://login.example/" + MARK),
          Map.entry(RegistrationKey.AUTHORIZATION_ENDPOINT, "https://a/#" + MARK),
          Map.entry(RegistrationKey.TOKEN_ENDPOINT, "https://user:" + MARK + "@login.example"),
          Map.entry(RegistrationKey.REFRESH_ENDPOINT, "ftp://login.example/" + MARK),
          Map.entry(RegistrationKey.REVOCATION_ENDPOINT, MARK + " {"),
          Map.entry(RegistrationKey.REDIRECT_URI, "http://shop.example/" + MARK),
          Map.entry(RegistrationKey.SCOPES, "read \"" + MARK),
          Map.entry(RegistrationKey.STEP_UP_SCOPES, "read \"" + MARK),
          Map.entry(RegistrationKey.RESOURCES, MARK),
          Map.entry(RegistrationKey.AUDIENCE, " "),
          Map.entry(RegistrationKey.CLOCK_SKEW, MARK),
          Map.entry(RegistrationKey.DEFAULT_TOKEN_LIFETIME, "0s"),
          Map.entry(RegistrationKey.AUTHORIZATION_PARAMETERS, "state=" + MARK),
          Map.entry(RegistrationKey.TOKEN_PARAMETERS, "a=%zz" + MARK),
          Map.entry(RegistrationKey.RESPONSE_MEMBERS_AT, "a.." + MARK),
          Map.entry(RegistrationKey.RESPONSE_SCOPE_DELIMITER, " "),
          Map.entry(RegistrationKey.RESOURCE_ORIGINS, "http://api.example"),
          Map.entry(RegistrationKey.ALLOW_PLAIN_HTTP, "http://" + MARK));

  static Stream<Arguments> keys() {
    return Stream.of(
        same("client-authentication", "client_secret_basic", b -> b),
        same("issuer", "https://login.example", b -> b.issuer("https://login.example")),
        same("discover", "https://login.example", b -> b.discover("https://login.example")),
        same(
            "allow-private-endpoints",
            "https://a.internal, https://b.internal",
            b -> b.allowPrivateEndpoints("https://a.internal", "https://b.internal")),
        same(
            "refresh-endpoint",
            " https://login.example/refresh ",
            b -> b.refreshEndpoint("https://login.example/refresh")),
        same(
            "revocation-endpoint",
            "https://login.example/revoke",
            b -> b.revocationEndpoint("https://login.example/revoke")),
        same("allow-shared-redirect-uri", "true", b -> b.allowSharedRedirectUri()),
        same("scopes", "read, write admin", b -> b.scopes("read", "write", "admin")),
        same("step-up-scopes", "pay", b -> b.stepUpScopes("pay")),
        same(
            "resources",
            "https://a.example,https://b.example",
            b -> b.resources("https://a.example", "https://b.example")),
        same("audience", "the api", b -> b.audience("the api")),
        same("pkce", "false", b -> b.withoutPkce()),
        same("pkce", "true", b -> b),
        same("refresh", "manual", b -> b.manualRefresh()),
        same("refresh", "automatic", b -> b),
        same("clock-skew", "1500ms", b -> b.clockSkew(Duration.ofMillis(1500))),
        same("clock-skew", "PT1M", b -> b.clockSkew(Duration.ofMinutes(1))),
        same("default-token-lifetime", "30s", b -> b.defaultTokenLifetime(Duration.ofSeconds(30))),
        same("default-token-lifetime", "10 m", b -> b.defaultTokenLifetime(Duration.ofMinutes(10))),
        same("default-token-lifetime", "2h", b -> b.defaultTokenLifetime(Duration.ofHours(2))),
        same("default-token-lifetime", "1d", b -> b.defaultTokenLifetime(Duration.ofDays(1))),
        same("rotation", "none", b -> b.rotation(new RotationPolicy.NonRotating())),
        same("rotation", "strict", b -> b),
        same("rotation", "30s", b -> b.rotation(new RotationPolicy.Grace(Duration.ofSeconds(30)))),
        same(
            "authorization-parameters",
            "prompt=consent&login_hint=a%26b+c",
            b ->
                b.authorizationParameter("prompt", "consent")
                    .authorizationParameter("login_hint", "a&b c")),
        same("token-parameters", "tenant=7", b -> b.tokenParameter("tenant", "7")),
        same("response-strictness", "strict", b -> b.responseFormat(TokenResponseFormat.strict())),
        same("response-strictness", "lenient", b -> b),
        same(
            "response-members-at",
            "authed_user",
            b -> b.responseFormat(TokenResponseFormat.lenient().withMembersAt("authed_user"))),
        same(
            "response-scope-delimiter",
            ",",
            b -> b.responseFormat(TokenResponseFormat.lenient().withScopeDelimiter(","))),
        same("response-expires-in", "seconds", b -> b),
        same(
            "response-expires-in",
            "milliseconds",
            b ->
                b.responseFormat(
                    TokenResponseFormat.lenient()
                        .withExpiresIn(TokenResponseFormat.ExpiresIn.MILLISECONDS))),
        same(
            "response-expires-in",
            "epoch-seconds",
            b ->
                b.responseFormat(
                    TokenResponseFormat.lenient()
                        .withExpiresIn(TokenResponseFormat.ExpiresIn.EPOCH_SECONDS))),
        same(
            "resource-origins",
            "https://a.example https://b.example:8443",
            b -> b.resourceOrigins("https://a.example", "https://b.example:8443")),
        same("allow-plain-http", "keycloak *.mesh", b -> b.allowPlainHttp("keycloak", "*.mesh")),
        same("allow-plain-http-on-loopback", "true", b -> b.allowPlainHttpOnLoopback()),
        same("allow-plain-http-on-loopback", "false", b -> b));
  }

  private static Arguments same(
      String key, String text, UnaryOperator<ClientRegistration.Builder> method) {
    return arguments(key, text, method);
  }

  @ParameterizedTest(name = "{0} = {1}")
  @MethodSource("keys")
  void keyShouldDoWhatTheMethodOfTheBuilderDoes(
      String key, String text, UnaryOperator<ClientRegistration.Builder> method) {
    ClientRegistration without = Config.authorizationCode().read();

    ClientRegistration read = Config.authorizationCode().with(key, text).read();

    assertThat(shown(read)).isEqualTo(shown(method.apply(without.toBuilder()).build()));
  }

  /**
   * {@return the comparable parts of a registration} Registrations with different suppliers are
   * never equal.
   */
  private static List<Object> shown(ClientRegistration registration) {
    return new ArrayList<>(
        List.of(
            registration.id(),
            registration.grant(),
            registration.clientId(),
            registration.authentication().method(),
            registration.endpoints(),
            registration.redirectUri(),
            registration.access(),
            registration.stepUpScopes(),
            registration.refresh(),
            registration.authorizationParameters(),
            registration.tokenParameters(),
            registration.responseFormat(),
            registration.resourceOrigins(),
            registration.isDiscovered(),
            registration.privateOrigins(),
            registration.pkce(),
            registration.plainHttpOnLoopback(),
            registration.plainHttpHosts(),
            registration.sharedRedirectUri()));
  }

  @ParameterizedTest
  @CsvSource({
    "authorization_code, client_secret_basic",
    "client_credentials, client_secret_basic_raw",
    "password, client_secret_post"
  })
  void grantAndAuthenticationShouldBeTheConfiguredOnes(String grant, String authentication) {
    ClientRegistration read =
        Config.authorizationCode()
            .with("grant", grant)
            .with("client-authentication", authentication)
            .read();

    assertThat(read.id().value()).isEqualTo("acme");
    assertThat(read.grant().type().value()).isEqualTo(grant);
    assertThat(authentication).startsWith(read.authentication().method().value());
  }

  @Test
  void publicClientShouldNeedNoSecret() {
    ClientRegistration read =
        Config.authorizationCode()
            .without("client-secret")
            .with("client-authentication", "none")
            .read();

    assertThat(read.authentication().isPublic()).isTrue();
  }

  @Test
  void discoveredServerShouldNeedNoEndpoints() {
    ClientRegistration read =
        Config.authorizationCode()
            .without("token-endpoint")
            .without("authorization-endpoint")
            .with("discover", "https://login.example")
            .read();

    assertThat(read.isDiscovered()).isTrue();
    assertThat(read.endpoints().token()).isEmpty();
  }

  @Test
  void issuerShouldBeRequiredInResponsesWhenConfigured() {
    ClientRegistration read =
        Config.authorizationCode()
            .with("issuer", "https://login.example")
            .with("require-issuer-in-responses", "true")
            .read();

    assertThat(read.endpoints().issuerInResponses()).isTrue();
  }

  @Test
  void secretInPlaceShouldBeAskedForEachRequest() {
    Config config = Config.clientCredentials();
    ClientRegistration read = config.read();
    var authentication = read.authentication();
    assertThat(authentication.credentials(read.clientId()).secrets()).contains("s3cret");

    config.with("client-secret", "rotated");

    assertThat(authentication.credentials(read.clientId()).secrets()).contains("rotated");
  }

  @Test
  void secretInPlaceShouldNameItsKeyWhenItIsGone() {
    Config config = Config.clientCredentials();
    ClientRegistration read = config.read();
    config.without("client-secret");

    org.assertj.core.api.Assertions.assertThatIllegalStateException()
        .isThrownBy(() -> read.authentication().credentials(read.clientId()))
        .withMessageContaining("'oauth.acme.client-secret'");
  }

  @Test
  void applicationShouldAddAnExtensionGrantInCode() {
    ClientRegistration read =
        RegistrationConfig.read(
            Config.PREFIX,
            Config.clientCredentials().without("grant")::text,
            builder -> builder.extensionGrant("urn:example:grant", () -> Map.of("subject", "me")));

    assertThat(read.grant().type().value()).isEqualTo("urn:example:grant");
  }

  @Test
  void keyShouldBeMappedToTheNameOfAnEnvironmentVariable() {
    Map<String, String> variables =
        Map.of(
            "OAUTH_ACME_EU_GRANT", "client_credentials",
            "OAUTH_ACME_EU_CLIENT_ID", "shop",
            "OAUTH_ACME_EU_CLIENT_SECRET", "s3cret",
            "OAUTH_ACME_EU_TOKEN_ENDPOINT", "https://login.example/token");

    ClientRegistration read =
        RegistrationConfig.read("oauth.acme-eu", RegistrationConfig.environment(variables::get));

    assertThat(read.id().value()).isEqualTo("acme-eu");
    assertThat(read.clientId().value()).isEqualTo("shop");
  }

  @Test
  void errorShouldNameTheEnvironmentVariableAsWell() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> RegistrationConfig.read("oauth.acme", RegistrationConfig.environment(n -> null)))
        .withMessageContaining("'oauth.acme.grant' (OAUTH_ACME_GRANT)");
  }

  @ParameterizedTest
  @EnumSource(RegistrationKey.class)
  void errorShouldNameTheKeyAndNotTheTextWhenATextIsWrong(RegistrationKey key) {
    String wrong = WRONG.getOrDefault(key, MARK);
    Config config = Config.authorizationCode().with(key.key(), wrong);
    if (key == RegistrationKey.CLIENT_SECRET_FROM) {
      config.without("client-secret");
    }

    assertThatIllegalArgumentException()
        .isThrownBy(config::read)
        .withMessageStartingWith("Configuration 'oauth.acme." + key.key() + "': ")
        .withNoCause()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(MARK));
  }

  @ParameterizedTest
  @EnumSource(RegistrationKey.class)
  void errorShouldNameTheKeyWhenItsTextIsEmpty(RegistrationKey key) {
    assertThatIllegalArgumentException()
        .isThrownBy(Config.authorizationCode().with(key.key(), "")::read)
        .withMessage(
            "Configuration 'oauth.acme." + key.key() + "': is empty; give it a value or remove it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grant",
        "client-id",
        "token-endpoint",
        "authorization-endpoint",
        "redirect-uri",
      })
  void errorShouldNameTheKeyThatIsMissing(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(Config.authorizationCode().without(key)::read)
        .withMessageStartingWith("Configuration 'oauth.acme." + key + "': ")
        .withMessageContaining("is missing");
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        arguments(Config.clientCredentials().without("client-secret"), "client-authentication"),
        arguments(
            Config.clientCredentials().with("client-secret-from", "env:A"), "client-secret-from"),
        arguments(
            Config.clientCredentials().with("client-authentication", "none"),
            "client-authentication"),
        arguments(
            Config.clientCredentials()
                .without("client-secret")
                .with("client-authentication", "none"),
            "client-authentication"),
        arguments(
            Config.authorizationCode()
                .without("client-secret")
                .with("client-authentication", "none")
                .with("pkce", "false"),
            "pkce"),
        arguments(Config.authorizationCode().with("require-issuer-in-responses", "true"), "issuer"),
        arguments(
            Config.authorizationCode()
                .with("authorization-endpoint", "https://login.example/authorize?state=1"),
            "authorization-endpoint"),
        arguments(
            Config.clientCredentials()
                .with("client-id", "a:b")
                .with("client-authentication", "client_secret_basic_raw"),
            "client-id"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void errorShouldNameAKeyWhenTwoContradictEachOther(Config config, String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(config::read)
        .withMessageStartingWith("Configuration 'oauth.acme." + key + "': ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "oauth."})
  void prefixShouldEndWithTheIdOfTheRegistration(String prefix) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegistrationConfig.read(prefix, key -> null))
        .withMessageContaining("prefix");
  }

  /** Methods of the builder without a key: they need code, or another key has the same effect. */
  private static final Set<String> WITHOUT_KEY =
      Set.of(
          "id", // the prefix
          "extensionGrant", // suppliers
          "resource", // resources
          "build");

  /** Keys of methods with another name. */
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("authorizationCode", "grant"),
          Map.entry("clientCredentials", "grant"),
          Map.entry("password", "grant"),
          Map.entry("clientSecretBasic", "client-authentication"),
          Map.entry("clientSecretBasicRaw", "client-authentication"),
          Map.entry("clientSecretPost", "client-authentication"),
          Map.entry("publicClient", "client-authentication"),
          Map.entry("withoutPkce", "pkce"),
          Map.entry("manualRefresh", "refresh"),
          Map.entry("automaticRefresh", "refresh"),
          Map.entry("authorizationParameter", "authorization-parameters"),
          Map.entry("tokenParameter", "token-parameters"),
          Map.entry("responseFormat", "response-strictness"));

  @Test
  void everyMethodOfTheBuilderShouldHaveAKey() {
    Set<String> keys =
        Arrays.stream(RegistrationKey.values())
            .map(RegistrationKey::key)
            .collect(Collectors.toSet());

    assertThat(
            Arrays.stream(ClientRegistration.Builder.class.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .map(Method::getName)
                .filter(method -> !WITHOUT_KEY.contains(method))
                .map(method -> KEYS.getOrDefault(method, kebab(method)))
                .distinct())
        .hasSizeGreaterThan(20)
        .allMatch(keys::contains);
  }

  private static String kebab(String method) {
    return method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
