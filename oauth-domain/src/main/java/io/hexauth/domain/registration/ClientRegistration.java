// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import io.hexauth.domain.scope.Scopes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an application says about one client at one authorization server. Immutable, safe
 * for use by multiple threads, and without a secret inside: secrets, passwords and principals come
 * from suppliers and arguments.
 *
 * <p>Made by {@link #builder(String)}; a changed copy by {@link #toBuilder()}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-2">RFC 6749 §2</a>
 */
public final class ClientRegistration {

  private final ClientRegistrationId id;
  private final RegisteredGrant grant;
  private final ClientId clientId;
  private final ClientAuthentication authentication;
  private final ServerMetadata endpoints;
  private final Optional<RedirectUri> redirectUri;
  private final AccessRequest access;
  private final Scopes stepUpScopes;
  private final RefreshSettings refresh;
  private final ExtraParameters authorizationParameters;
  private final ExtraParameters tokenParameters;
  private final TokenResponseFormat responseFormat;
  private final Set<Origin> resourceOrigins;
  private final boolean pkce;
  private final PlainHttp plainHttp;
  private final boolean sharedRedirectUri;
  private final boolean discovered;
  private final Set<Origin> privateOrigins;

  private ClientRegistration(RegistrationBuilder draft) {
    id = draft.id;
    grant = draft.grant();
    clientId = draft.clientId();
    authentication = draft.authentication();
    plainHttp = draft.plainHttp();
    endpoints = draft.endpoints();
    redirectUri = draft.redirectUri();
    access = draft.access;
    stepUpScopes = draft.stepUpScopes;
    refresh = draft.refresh;
    authorizationParameters = draft.authorizationParameters;
    tokenParameters = draft.tokenParameters;
    responseFormat = draft.responseFormat;
    resourceOrigins = draft.origins("resourceOrigins", draft.resourceOrigins);
    privateOrigins = draft.origins("allowPrivateEndpoints", draft.privateOrigins);
    discovered = draft.discovered.isPresent();
    pkce = draft.pkce;
    sharedRedirectUri = draft.sharedRedirectUri;
    RegistrationRules.check(this);
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

  /** {@return the application's name for it} */
  public ClientRegistrationId id() {
    return id;
  }

  /** {@return the way in which its tokens are obtained} */
  public RegisteredGrant grant() {
    return grant;
  }

  /** {@return the client's identifier at the server} */
  public ClientId clientId() {
    return clientId;
  }

  /** {@return the way in which the client authenticates} */
  public ClientAuthentication authentication() {
    return authentication;
  }

  /** {@return what the application says about the server} */
  public ServerMetadata endpoints() {
    return endpoints;
  }

  /** {@return where users come back to; present for the authorization code grant} */
  public Optional<RedirectUri> redirectUri() {
    return redirectUri;
  }

  /** {@return what tokens are asked for} */
  public AccessRequest access() {
    return access;
  }

  /** {@return what users may be asked to consent to as well, when an API demands it} */
  public Scopes stepUpScopes() {
    return stepUpScopes;
  }

  /** {@return when tokens expire and who refreshes them} */
  public RefreshSettings refresh() {
    return refresh;
  }

  /** {@return the provider's own parameters in every authorization URL} */
  public ExtraParameters authorizationParameters() {
    return authorizationParameters;
  }

  /** {@return the provider's own parameters in every token request} */
  public ExtraParameters tokenParameters() {
    return tokenParameters;
  }

  /** {@return the rules for reading the provider's answers} */
  public TokenResponseFormat responseFormat() {
    return responseFormat;
  }

  /** {@return where tokens may be sent to; none means the API client's own base URL} */
  public Set<Origin> resourceOrigins() {
    return resourceOrigins;
  }

  /** {@return whether authorization requests carry a code challenge (RFC 7636)} */
  public boolean pkce() {
    return pkce;
  }

  /** {@return whether plain HTTP is accepted for loopback hosts} */
  public boolean plainHttpOnLoopback() {
    return plainHttp.onLoopback();
  }

  /**
   * {@return the other hosts that plain HTTP is accepted for, by name or as {@code *.suffix}; never
   * for the redirect URI}
   */
  public Set<String> plainHttpHosts() {
    return plainHttp.hosts();
  }

  /**
   * {@return whether the application accepts that callbacks cannot be told apart from those of
   * another server (RFC 9700 §4.4)}
   */
  public boolean sharedRedirectUri() {
    return sharedRedirectUri;
  }

  /** {@return whether the server's metadata is fetched, by the issuer of {@link #endpoints()}} */
  public boolean isDiscovered() {
    return discovered;
  }

  /**
   * {@return the origins where URLs that come from outside may have addresses that are not public}
   */
  public Set<Origin> privateOrigins() {
    return privateOrigins;
  }

  /**
   * {@return the server as this registration uses it: what the application configures, over what
   * the server publishes}
   *
   * @throws IllegalArgumentException if an endpoint is not one that this registration may use
   */
  public ServerMetadata server(ServerMetadata published) {
    ServerMetadata server = published.overriddenBy(endpoints);
    server
        .endpoints()
        .forEach((kind, url) -> UriRule.requireTls(kind.member(), url.uri(), plainHttp));
    RegistrationRules.authorizationQuery(server, authorizationParameters);
    return server;
  }

  /**
   * {@return whether requests may go to this endpoint at any address: the application has set it,
   * or it is at the origin of the issuer or at one of {@link #privateOrigins()}}
   */
  public boolean isTrusted(Endpoint endpoint) {
    return !discovered
        || endpoints.endpoints().containsValue(endpoint)
        || endpoints.issuer().map(Issuer::origin).equals(Optional.of(endpoint.origin()))
        || privateOrigins.contains(endpoint.origin());
  }

  /** {@return the scopes that are asked for; possibly none} */
  public Scopes scopes() {
    return access.scopes();
  }

  /**
   * {@return whether a bearer token may travel to this origin at all: over TLS, or in the clear to
   * a host that this registration accepts plain HTTP for}
   */
  public boolean isConfidential(Origin origin) {
    return origin.isTls() || plainHttp.accepts(origin.host());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClientRegistration that && parts().equals(that.parts());
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  private List<Object> parts() {
    return List.of(
        id,
        grant,
        clientId,
        authentication,
        endpoints,
        redirectUri,
        access,
        stepUpScopes,
        refresh,
        authorizationParameters,
        tokenParameters,
        responseFormat,
        resourceOrigins,
        pkce,
        plainHttp,
        sharedRedirectUri,
        discovered,
        privateOrigins);
  }

  /** Id and grant: the URLs and parameters of some deployments have keys in them. */
  @Override
  public String toString() {
    return "ClientRegistration[" + id + ", " + grant.type() + "]";
  }

  /**
   * Collects a registration from strings and checks it in {@link #build()}. Not safe for use by
   * multiple threads.
   *
   * <p>Required: one grant ({@link #password()} only where nothing else is offered), one client
   * authentication, and the server: {@link #discover}, or the token endpoint and, for the
   * authorization code grant, the authorization endpoint. That grant needs a redirect URI, too.
   * Defaults: no scopes, PKCE on, automatic refresh, 5 s of clock skew, lenient responses, no extra
   * parameters. {@link #allowPlainHttpOnLoopback()} may come before or after the URLs.
   *
   * <p>Each method returns this builder, or throws {@link IllegalArgumentException} with a message
   * that names the registration and the part; URLs are checked in {@link #build()}.
   */
  public static final class Builder extends ClientParts {

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

    @Override
    RegistrationBuilder draft() {
      return draft;
    }

    @Override
    Builder builder() {
      return this;
    }

    /**
     * Makes the registration.
     *
     * @return the registration
     * @throws IllegalArgumentException if a part is missing, malformed or contradicts another; the
     *     message names the registration and the part
     */
    public ClientRegistration build() {
      return draft.named(() -> new ClientRegistration(draft));
    }
  }
}
