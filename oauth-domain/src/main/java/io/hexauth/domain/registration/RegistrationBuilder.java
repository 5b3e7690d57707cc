// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import io.hexauth.domain.scope.Scopes;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Mutable values of a {@link ClientRegistration.Builder}. URLs remain texts until {@link
 * ClientRegistration.Builder#build()} checks them.
 */
final class RegistrationBuilder {

  ClientRegistrationId id;
  @Nullable RegisteredGrant grant;
  private @Nullable ClientId clientId;
  private @Nullable ClientAuthentication authentication;
  Optional<String> authorizationEndpoint = Optional.empty();
  Optional<String> tokenEndpoint = Optional.empty();
  Optional<String> refreshEndpoint = Optional.empty();
  Optional<String> revocationEndpoint = Optional.empty();
  Optional<String> issuer = Optional.empty();
  Optional<String> discovered = Optional.empty();
  boolean issuerInResponses;
  Optional<String> redirectUri = Optional.empty();
  AccessRequest access = AccessRequest.of(Scopes.none());
  Scopes stepUpScopes = Scopes.none();
  RefreshSettings refresh = RefreshSettings.defaults();
  ExtraParameters authorizationParameters = ExtraParameters.none();
  ExtraParameters tokenParameters = ExtraParameters.none();
  TokenResponseFormat responseFormat = TokenResponseFormat.lenient();
  Set<String> resourceOrigins = Set.of();
  boolean pkce = true;
  boolean plainHttpOnLoopback;
  Set<String> plainHttpHosts = Set.of();
  boolean sharedRedirectUri;
  Set<String> privateOrigins = Set.of();

  private RegistrationBuilder(ClientRegistrationId id) {
    this.id = id;
  }

  static RegistrationBuilder empty(ClientRegistrationId id) {
    return new RegistrationBuilder(id);
  }

  static RegistrationBuilder of(ClientRegistration from) {
    var draft = new RegistrationBuilder(from.id());
    draft.grant = from.grant();
    draft.clientId = from.clientId();
    draft.authentication = from.authentication();
    draft.authorizationEndpoint = from.endpoints().authorization().map(Endpoint::toString);
    draft.tokenEndpoint = from.endpoints().token().map(Endpoint::toString);
    draft.refreshEndpoint = from.endpoints().refresh().map(Endpoint::toString);
    draft.revocationEndpoint = from.endpoints().revocation().map(Endpoint::toString);
    draft.issuer = from.endpoints().issuer().map(Issuer::value);
    draft.discovered = draft.issuer.filter(url -> from.isDiscovered());
    draft.issuerInResponses = from.endpoints().issuerInResponses();
    draft.redirectUri = from.redirectUri().map(RedirectUri::value);
    draft.access = from.access();
    draft.stepUpScopes = from.stepUpScopes();
    draft.refresh = from.refresh();
    draft.authorizationParameters = from.authorizationParameters();
    draft.tokenParameters = from.tokenParameters();
    draft.responseFormat = from.responseFormat();
    draft.resourceOrigins = texts(from.resourceOrigins());
    draft.privateOrigins = texts(from.privateOrigins());
    draft.pkce = from.pkce();
    draft.plainHttpOnLoopback = from.plainHttpOnLoopback();
    draft.plainHttpHosts = from.plainHttpHosts();
    draft.sharedRedirectUri = from.sharedRedirectUri();
    return draft;
  }

  private static Set<String> texts(Set<Origin> origins) {
    var texts = new HashSet<String>();
    origins.forEach(origin -> texts.add(origin.toString()));
    return texts;
  }

  RegisteredGrant grant() {
    return required(
        grant,
        "the grant is missing: call authorizationCode(), clientCredentials(), password()"
            + " or extensionGrant(…)");
  }

  ClientId clientId() {
    return required(
        clientId,
        "the client is missing: call clientSecretBasic(…), or publicClient(…) for a"
            + " public client");
  }

  ClientAuthentication authentication() {
    return required(authentication, "the client authentication is missing");
  }

  Optional<RedirectUri> redirectUri() {
    return redirectUri.map(text -> RedirectUri.parse(text, plainHttpOnLoopback));
  }

  ServerMetadata endpoints() {
    var parsed = new EnumMap<EndpointKind, Endpoint>(EndpointKind.class);
    Map.of(
            EndpointKind.AUTHORIZATION, authorizationEndpoint,
            EndpointKind.TOKEN, tokenEndpoint,
            EndpointKind.REFRESH, refreshEndpoint,
            EndpointKind.REVOCATION, revocationEndpoint)
        .forEach(
            (kind, text) ->
                text.map(url -> Endpoint.parse(kind.part(), url, plainHttp()))
                    .ifPresent(endpoint -> parsed.put(kind, endpoint)));
    if (discovered.isPresent() && !issuer.orElse(discovered.get()).equals(discovered.get())) {
      throw new IllegalArgumentException(
          "issuer differs from the issuer of discover(…); remove" + " issuer(…)");
    }
    return new ServerMetadata(
        discovered.or(() -> issuer).map(url -> Issuer.parse(url, plainHttp())),
        parsed,
        issuerInResponses,
        Optional.empty());
  }

  /** Returns a value, and adds the registration to the message if its creation fails. */
  <T> T named(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw RegistrationRules.named(id, e);
    }
  }

  /**
   * Returns a value that is checked before {@code build()}, and adds registration and part to the
   * message if its creation fails.
   */
  <T> T checked(String part, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw RegistrationRules.named(
          id,
          message.startsWith(part) ? e : new IllegalArgumentException(part + ": " + message, e));
    }
  }

  void extension(String type, GrantParameters parameters, boolean isPerPrincipal) {
    grant =
        checked(
            "extensionGrant",
            () -> new RegisteredGrant.Extension(new GrantType(type), parameters, isPerPrincipal));
  }

  void basic(
      String client, Supplier<String> secret, ClientAuthentication.CredentialEncoding coding) {
    client(
        client,
        new ClientAuthentication.ClientSecretBasic(
            () -> ClientSecret.supplied(secret.get()), coding));
  }

  void client(String client, ClientAuthentication how) {
    clientId = checked("clientId", () -> new ClientId(client));
    authentication = how;
  }

  void access(String part, UnaryOperator<AccessRequest> change) {
    access = checked(part, () -> change.apply(access));
  }

  static Set<URI> resources(String... uris) {
    var resources = new HashSet<URI>();
    for (String uri : uris) {
      resources.add(UriRule.absolute("resource", uri));
    }
    return resources;
  }

  PlainHttp plainHttp() {
    return new PlainHttp(plainHttpOnLoopback, plainHttpHosts);
  }

  /**
   * {@return the origins of these URLs}
   *
   * @param part the builder method that received the URLs, for messages
   */
  Set<Origin> origins(String part, Set<String> urls) {
    var origins = new HashSet<Origin>();
    for (String url : urls) {
      origins.add(Origin.of(UriRule.server(part, url, plainHttp())));
    }
    return Set.copyOf(origins);
  }

  private static <T> T required(@Nullable T value, String otherwise) {
    if (value == null) {
      throw new IllegalArgumentException(otherwise);
    }
    return value;
  }
}
