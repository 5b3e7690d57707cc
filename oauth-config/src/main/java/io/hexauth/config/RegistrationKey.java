// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import io.hexauth.domain.registration.ClientRegistration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Keys of a registration. {@code docs/guide/configuration.md} has the same list. */
enum RegistrationKey {
  GRANT("grant", "the grant", (d, text) -> d.grant(text.strip())),
  CLIENT_ID("client-id", "the client is|clientId", (d, text) -> d.clientId = text.strip()),
  CLIENT_AUTHENTICATION(
      "client-authentication",
      "a public client cannot use",
      (d, text) -> d.authentication = text.strip()),
  CLIENT_SECRET("client-secret", (d, text) -> d.secretInPlace()),
  CLIENT_SECRET_FROM("client-secret-from", (d, text) -> d.secretFrom(text.strip())),
  ISSUER("issuer", "issuer", url(ClientRegistration.Builder::issuer)),
  DISCOVER("discover", "issuer", url(ClientRegistration.Builder::discover)),
  ALLOW_PRIVATE_ENDPOINTS(
      "allow-private-endpoints",
      "allowPrivateEndpoints",
      (d, text) -> d.builder.allowPrivateEndpoints(ConfigText.list(text))),
  AUTHORIZATION_ENDPOINT(
      "authorization-endpoint",
      "authorizationEndpoint",
      url(ClientRegistration.Builder::authorizationEndpoint)),
  TOKEN_ENDPOINT("token-endpoint", "tokenEndpoint", url(ClientRegistration.Builder::tokenEndpoint)),
  REFRESH_ENDPOINT(
      "refresh-endpoint", "refreshEndpoint", url(ClientRegistration.Builder::refreshEndpoint)),
  REVOCATION_ENDPOINT(
      "revocation-endpoint",
      "revocationEndpoint",
      url(ClientRegistration.Builder::revocationEndpoint)),
  REQUIRE_ISSUER_IN_RESPONSES(
      "require-issuer-in-responses", flag(ClientRegistration.Builder::requireIssuerInResponses)),
  REDIRECT_URI("redirect-uri", "redirectUri", url(ClientRegistration.Builder::redirectUri)),
  ALLOW_SHARED_REDIRECT_URI(
      "allow-shared-redirect-uri", flag(ClientRegistration.Builder::allowSharedRedirectUri)),
  SCOPES("scopes", (d, text) -> d.builder.scopes(ConfigText.list(text))),
  STEP_UP_SCOPES("step-up-scopes", (d, text) -> d.builder.stepUpScopes(ConfigText.list(text))),
  RESOURCES("resources", (d, text) -> d.builder.resources(ConfigText.list(text))),
  AUDIENCE("audience", (d, text) -> d.builder.audience(text.strip())),
  PKCE(
      "pkce",
      "a public client must use PKCE",
      (d, text) -> {
        if (!ConfigText.flag(text)) {
          d.builder.withoutPkce();
        }
      }),
  REFRESH("refresh", (d, text) -> d.refresh(text.strip())),
  CLOCK_SKEW("clock-skew", (d, text) -> d.builder.clockSkew(ConfigText.duration(text))),
  DEFAULT_TOKEN_LIFETIME(
      "default-token-lifetime",
      (d, text) -> d.builder.defaultTokenLifetime(ConfigText.duration(text))),
  ROTATION("rotation", (d, text) -> d.rotation(text.strip())),
  AUTHORIZATION_PARAMETERS(
      "authorization-parameters",
      (d, text) -> ConfigText.parameters(text).forEach(d.builder::authorizationParameter)),
  TOKEN_PARAMETERS(
      "token-parameters",
      (d, text) -> ConfigText.parameters(text).forEach(d.builder::tokenParameter)),
  RESPONSE_STRICTNESS("response-strictness", (d, text) -> d.strictness(text.strip())),
  RESPONSE_MEMBERS_AT(
      "response-members-at", (d, text) -> d.format = d.format.withMembersAt(text.strip())),
  RESPONSE_SCOPE_DELIMITER(
      "response-scope-delimiter", (d, text) -> d.format = d.format.withScopeDelimiter(text)),
  RESPONSE_EXPIRES_IN("response-expires-in", (d, text) -> d.expiresIn(text.strip())),
  RESOURCE_ORIGINS(
      "resource-origins",
      "resourceOrigins",
      (d, text) -> d.builder.resourceOrigins(ConfigText.list(text))),
  ALLOW_PLAIN_HTTP(
      "allow-plain-http", (d, text) -> d.builder.allowPlainHttp(ConfigText.list(text))),
  ALLOW_PLAIN_HTTP_ON_LOOPBACK(
      "allow-plain-http-on-loopback", flag(ClientRegistration.Builder::allowPlainHttpOnLoopback));

  private final String key;
  private final Pattern blame;

  @SuppressWarnings("ImmutableEnumChecker") // the effects have no state
  private final BiConsumer<RegistrationDraft, String> effect;

  RegistrationKey(String key, BiConsumer<RegistrationDraft, String> effect) {
    this(key, "(?!)", effect);
  }

  RegistrationKey(String key, String blame, BiConsumer<RegistrationDraft, String> effect) {
    this.key = key;
    this.blame = Pattern.compile(blame);
    this.effect = effect;
  }

  String key() {
    return key;
  }

  /**
   * {@return true if the beginning of a message of the finished registration refers to this key}
   */
  boolean isBlamedBy(String message) {
    return blame.matcher(message).lookingAt();
  }

  void apply(RegistrationDraft draft, String text) {
    effect.accept(draft, text);
  }

  private static BiConsumer<RegistrationDraft, String> url(
      BiConsumer<ClientRegistration.Builder, String> setter) {
    return (d, text) -> setter.accept(d.builder, text.strip());
  }

  private static BiConsumer<RegistrationDraft, String> flag(
      Consumer<ClientRegistration.Builder> setter) {
    return (d, text) -> {
      if (ConfigText.flag(text)) {
        setter.accept(d.builder);
      }
    };
  }
}
