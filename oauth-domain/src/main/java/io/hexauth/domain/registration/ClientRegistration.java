// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import io.hexauth.domain.scope.Scope;
import io.hexauth.domain.scope.Scopes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Everything that an application says about one client at one authorization server. Immutable, safe
 * for use by multiple threads, and without a secret inside: secrets, passwords and principals come
 * from suppliers and arguments.
 *
 * <p>Made by {@link #builder(String)}; a changed copy by {@link #toBuilder()}.
 *
 * @param id the application's name for it
 * @param grant how its tokens are obtained
 * @param clientId the client's identifier at the server
 * @param authentication how the client authenticates
 * @param endpoints the server
 * @param redirectUri where users come back to; present for the authorization code grant
 * @param access what tokens are asked for
 * @param stepUpScopes what users may be asked to consent to as well, when an API demands it
 * @param refresh when tokens expire and who refreshes them
 * @param authorizationParameters the provider's own parameters in every authorization URL
 * @param tokenParameters the provider's own parameters in every token request
 * @param responseFormat how the provider's answers are read
 * @param resourceOrigins where tokens may be sent to; none means the API client's own base URL
 * @param pkce whether authorization requests carry a code challenge (RFC 7636)
 * @param plainHttpOnLoopback whether plain HTTP is accepted for loopback hosts
 * @param plainHttpHosts the other hosts that plain HTTP is accepted for, by name or as {@code
 *     *.suffix}; never for the redirect URI
 * @param sharedRedirectUri whether the application accepts that callbacks cannot be told apart from
 *     those of another server (RFC 9700 §4.4)
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-2">RFC 6749 §2</a>
 */
public record ClientRegistration(
    ClientRegistrationId id,
    RegisteredGrant grant,
    ClientId clientId,
    ClientAuthentication authentication,
    ServerEndpoints endpoints,
    Optional<RedirectUri> redirectUri,
    AccessRequest access,
    Scopes stepUpScopes,
    RefreshSettings refresh,
    ExtraParameters authorizationParameters,
    ExtraParameters tokenParameters,
    TokenResponseFormat responseFormat,
    Set<Origin> resourceOrigins,
    boolean pkce,
    boolean plainHttpOnLoopback,
    Set<String> plainHttpHosts,
    boolean sharedRedirectUri) {

  /**
   * @throws IllegalArgumentException if the parts contradict one another; the message names the
   *     registration and the part
   */
  public ClientRegistration {
    resourceOrigins = Set.copyOf(resourceOrigins);
    plainHttpHosts = Set.copyOf(plainHttpHosts);
    var rules = RegistrationRules.of(id, plainHttpOnLoopback, plainHttpHosts);
    rules.grant(grant, endpoints, redirectUri);
    rules.authentication(clientId, authentication, grant, pkce);
    rules.urls(endpoints, redirectUri, resourceOrigins);
    rules.authorizationQuery(endpoints, authorizationParameters);
  }

  /**
   * {@return whether a bearer token may travel to this origin at all: over TLS, or in the clear to
   * a host that this registration accepts plain HTTP for}
   */
  public boolean isConfidential(Origin origin) {
    return origin.isTls()
        || new PlainHttp(plainHttpOnLoopback, plainHttpHosts).accepts(origin.host());
  }

  /** {@return the scopes that are asked for; possibly none} */
  public Scopes scopes() {
    return access.scopes();
  }

  /**
   * Starts a registration.
   *
   * @throws IllegalArgumentException if the id is not valid
   */
  public static Builder builder(String id) {
    return new Builder(RegistrationBuilder.empty(ClientRegistrationId.of(id)));
  }

  /** {@return a builder that starts from this registration and may be given another id} */
  public Builder toBuilder() {
    return new Builder(RegistrationBuilder.of(this));
  }

  /**
   * Collects a registration from strings and checks it in {@link #build()}. Not safe for use by
   * multiple threads.
   *
   * <p>Required: one grant ({@link #password()} only where nothing else is offered), one client
   * authentication, the token endpoint; for the authorization code grant also the authorization
   * endpoint and the redirect URI. Defaults: no scopes, PKCE on, automatic refresh, 5 s of clock
   * skew, lenient responses, no extra parameters. {@link #allowPlainHttpOnLoopback()} may come
   * before or after the URLs.
   *
   * <p>Each method returns this builder, or throws {@link IllegalArgumentException} with a message
   * that names the registration and the part; URLs are checked in {@link #build()}.
   */
  public static final class Builder extends Concessions {

    private final RegistrationBuilder draft;

    private Builder(RegistrationBuilder draft) {
      this.draft = draft;
    }

    /** Gives the copy another id. */
    public Builder id(String id) {
      draft.id = ClientRegistrationId.of(id);
      return this;
    }

    /** Users consent at the authorization server (RFC 6749 §4.1). */
    public Builder authorizationCode() {
      draft.grant = new RegisteredGrant.AuthorizationCode();
      return this;
    }

    /** The client acts for itself (RFC 6749 §4.4). */
    public Builder clientCredentials() {
      draft.grant = new RegisteredGrant.ClientCredentials();
      return this;
    }

    /**
     * An extension grant (RFC 6749 §4.5) that the client obtains for itself, without a principal.
     * Its parameters are asked for each request; protocol parameters among them are refused then.
     */
    public Builder extensionGrant(String grantType, Supplier<Map<String, String>> parameters) {
      draft.extension(grantType, context -> parameters.get(), false);
      return this;
    }

    /**
     * An extension grant (RFC 6749 §4.5) that the client obtains for each principal, such as a
     * token exchange (RFC 8693). Its parameters are asked for each request, with the principal that
     * the token is for.
     */
    public Builder extensionGrant(String grantType, GrantParameters parameters) {
      draft.extension(grantType, parameters, true);
      return this;
    }

    /** Authenticates with HTTP Basic; the secret is asked for each request. */
    public Builder clientSecretBasic(String clientId, Supplier<String> secret) {
      draft.basic(clientId, secret, ClientAuthentication.CredentialEncoding.FORM);
      return this;
    }

    /** As {@link #clientSecretBasic}, for servers that do not form-urldecode id and secret. */
    public Builder clientSecretBasicRaw(String clientId, Supplier<String> secret) {
      draft.basic(clientId, secret, ClientAuthentication.CredentialEncoding.RAW);
      return this;
    }

    /** Authenticates with form parameters; the secret is asked for each request. */
    public Builder clientSecretPost(String clientId, Supplier<String> secret) {
      draft.client(
          clientId,
          new ClientAuthentication.ClientSecretPost(() -> ClientSecret.supplied(secret.get())));
      return this;
    }

    /** A public client, which has no secret. */
    public Builder publicClient(String clientId) {
      draft.client(clientId, new ClientAuthentication.None());
      return this;
    }

    /** Authorization endpoint, where users consent (RFC 6749 §3.1). */
    public Builder authorizationEndpoint(String url) {
      draft.authorizationEndpoint = Optional.of(url);
      return this;
    }

    /** Token endpoint (RFC 6749 §3.2). */
    public Builder tokenEndpoint(String url) {
      draft.tokenEndpoint = Optional.of(url);
      return this;
    }

    /** Endpoint for refreshes, if it is not the token endpoint. */
    public Builder refreshEndpoint(String url) {
      draft.refreshEndpoint = Optional.of(url);
      return this;
    }

    /** Revocation endpoint (RFC 7009). */
    public Builder revocationEndpoint(String url) {
      draft.revocationEndpoint = Optional.of(url);
      return this;
    }

    /**
     * Issuer identifier of the server; an {@code iss} in a callback must equal it (RFC 9207 §2.4).
     */
    public Builder issuer(String url) {
      draft.issuer = Optional.of(url);
      return this;
    }

    /** The server always sends {@code iss}: a callback without it is refused (RFC 9207 §2.4). */
    public Builder requireIssuerInResponses() {
      draft.issuerInResponses = true;
      return this;
    }

    /** Redirect URI, to which the server sends users back. */
    public Builder redirectUri(String uri) {
      draft.redirectUri = Optional.of(uri);
      return this;
    }

    /** The scopes to ask for; replaces earlier ones. */
    public Builder scopes(String... scopes) {
      draft.access("scopes", a -> a.withScopes(Scopes.of(scopes)));
      return this;
    }

    /** The scopes to ask for, such as {@code EnumSet.of(READ, WRITE)}; replaces earlier ones. */
    public Builder scopes(Collection<? extends Scope> scopes) {
      draft.access("scopes", a -> a.withScopes(Scopes.of(scopes)));
      return this;
    }

    /** The one API that tokens are for (RFC 8707); replaces earlier ones. */
    public Builder resource(String uri) {
      return resources(uri);
    }

    /**
     * The APIs that tokens are for (RFC 8707 §2); replaces earlier ones. A view of a grant that a
     * user consented to may ask for some of them, and for no others.
     */
    public Builder resources(String... uris) {
      draft.access("resource", a -> a.withResources(RegistrationBuilder.resources(uris)));
      return this;
    }

    /** The logical name of the API that tokens are for, where a server wants {@code audience}. */
    public Builder audience(String audience) {
      draft.access("audience", a -> a.withAudience(audience));
      return this;
    }

    /**
     * Clock skew: time before its expiry from which a token is no longer used; from zero to 68
     * years, default 5 s. Never more than half of the token's life is taken away.
     */
    public Builder clockSkew(Duration skew) {
      draft.refresh = draft.checked("clockSkew", () -> draft.refresh.withClockSkew(skew));
      return this;
    }

    /**
     * The life of tokens whose response has no {@code expires_in}; more than zero, at most 68
     * years. Default: they do not expire.
     */
    public Builder defaultTokenLifetime(Duration lifetime) {
      draft.refresh =
          draft.checked("defaultTokenLifetime", () -> draft.refresh.withDefaultLifetime(lifetime));
      return this;
    }

    /** The application refreshes; an expired token fails before anything is sent. */
    public Builder manualRefresh() {
      draft.refresh = draft.refresh.withMode(RefreshSettings.Mode.MANUAL);
      return this;
    }

    /** Hexauth refreshes; this is the default. */
    public Builder automaticRefresh() {
      draft.refresh = draft.refresh.withMode(RefreshSettings.Mode.AUTOMATIC);
      return this;
    }

    /** The server's policy for refresh tokens; default {@link RotationPolicy.Strict}. */
    public Builder rotation(RotationPolicy policy) {
      draft.refresh = draft.refresh.withRotation(policy);
      return this;
    }

    /** A parameter of the provider's own in every authorization URL. */
    public Builder authorizationParameter(String name, String value) {
      draft.authorizationParameters =
          draft.checked(
              "authorizationParameter", () -> draft.authorizationParameters.with(name, value));
      return this;
    }

    /** A parameter of the provider's own in every token request. */
    public Builder tokenParameter(String name, String value) {
      draft.tokenParameters =
          draft.checked("tokenParameter", () -> draft.tokenParameters.with(name, value));
      return this;
    }

    /** Rules for reading the provider's answers; default {@link TokenResponseFormat#lenient()}. */
    public Builder responseFormat(TokenResponseFormat format) {
      draft.responseFormat = format;
      return this;
    }

    /** Origins that tokens may be sent to, by scheme, host and port; replaces earlier ones. */
    public Builder resourceOrigins(String... urls) {
      draft.resourceOrigins = new LinkedHashSet<>(Arrays.asList(urls));
      return this;
    }

    @Override
    RegistrationBuilder draft() {
      return draft;
    }

    @Override
    Builder builder() {
      return this;
    }

    /**
     * The registration.
     *
     * @throws IllegalArgumentException if a part is missing, malformed or contradicts another; the
     *     message names the registration and the part
     */
    public ClientRegistration build() {
      return draft.build();
    }
  }
}
