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
 * Configuration of one OAuth client at one authorization server. Immutable and safe for use by
 * multiple threads. It contains no secret: secrets, passwords and principals come from suppliers
 * and arguments.
 *
 * <p>Create a registration with {@link #builder(String)}, and a changed copy with {@link
 * #toBuilder()}.
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
   * {@return a builder of a registration}
   *
   * @param id the application's name for the registration: 1 to 200 characters
   * @throws IllegalArgumentException if the id is not valid
   */
  public static Builder builder(String id) {
    return new Builder(RegistrationBuilder.empty(ClientRegistrationId.of(id)));
  }

  /** {@return a builder with all values of this registration, including its id} */
  public Builder toBuilder() {
    return new Builder(RegistrationBuilder.of(this));
  }

  /** {@return the application's name for this registration} */
  public ClientRegistrationId id() {
    return id;
  }

  /** {@return the grant with which the client obtains tokens} */
  public RegisteredGrant grant() {
    return grant;
  }

  /** {@return the client's identifier at the server} */
  public ClientId clientId() {
    return clientId;
  }

  /** {@return the client authentication} */
  public ClientAuthentication authentication() {
    return authentication;
  }

  /** {@return the endpoints and the issuer that the application has configured} */
  public ServerMetadata endpoints() {
    return endpoints;
  }

  /** {@return the redirect URI; present for the authorization code grant} */
  public Optional<RedirectUri> redirectUri() {
    return redirectUri;
  }

  /** {@return the scopes, resources and audience for which tokens are requested} */
  public AccessRequest access() {
    return access;
  }

  /** {@return the additional scopes that users may be asked for if an API demands them} */
  public Scopes stepUpScopes() {
    return stepUpScopes;
  }

  /** {@return the settings for expiry and refresh} */
  public RefreshSettings refresh() {
    return refresh;
  }

  /** {@return the additional parameters of every authorization URL} */
  public ExtraParameters authorizationParameters() {
    return authorizationParameters;
  }

  /** {@return the additional parameters of every token request} */
  public ExtraParameters tokenParameters() {
    return tokenParameters;
  }

  /** {@return the rules for reading the server's answers} */
  public TokenResponseFormat responseFormat() {
    return responseFormat;
  }

  /**
   * {@return the origins to which tokens may be sent; if empty, tokens may be sent only to the base
   * URL of the API client}
   */
  public Set<Origin> resourceOrigins() {
    return resourceOrigins;
  }

  /** {@return true if authorization requests contain a code challenge (RFC 7636)} */
  public boolean pkce() {
    return pkce;
  }

  /** {@return true if plain HTTP is allowed for loopback hosts} */
  public boolean plainHttpOnLoopback() {
    return plainHttp.onLoopback();
  }

  /**
   * {@return the other hosts for which plain HTTP is allowed, as names or as {@code *.suffix}; the
   * redirect URI cannot use them}
   */
  public Set<String> plainHttpHosts() {
    return plainHttp.hosts();
  }

  /**
   * {@return true if the application accepts that callbacks cannot be distinguished from those of
   * another server (RFC 9700 §4.4)}
   */
  public boolean sharedRedirectUri() {
    return sharedRedirectUri;
  }

  /**
   * {@return true if Hexauth fetches the server's metadata with the issuer of {@link #endpoints()}}
   */
  public boolean isDiscovered() {
    return discovered;
  }

  /**
   * {@return the origins that the application allows to have private addresses, even for URLs that
   * the application has not chosen}
   */
  public Set<Origin> privateOrigins() {
    return privateOrigins;
  }

  /**
   * {@return the metadata that this registration uses: the published metadata, with the values that
   * the application has configured in place of the published ones}
   *
   * @throws IllegalArgumentException if this registration may not use one of the endpoints
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
   * {@return true if requests to this endpoint may use any address: the application has configured
   * it, or it has the origin of the issuer or one of {@link #privateOrigins()}}
   */
  public boolean isTrusted(Endpoint endpoint) {
    return !discovered
        || endpoints.endpoints().containsValue(endpoint)
        || endpoints.issuer().map(Issuer::origin).equals(Optional.of(endpoint.origin()))
        || privateOrigins.contains(endpoint.origin());
  }

  /** {@return the requested scopes; possibly none} */
  public Scopes scopes() {
    return access.scopes();
  }

  /**
   * {@return true if a bearer token may be sent to this origin: over TLS, or to a host for which
   * this registration allows plain HTTP}
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

  /** Shows only id and grant, because URLs and parameters of some servers contain keys. */
  @Override
  public String toString() {
    return "ClientRegistration[" + id + ", " + grant.type() + "]";
  }

  /**
   * Builder of a registration. Not safe for use by multiple threads.
   *
   * <p>Required: one grant (use {@link #password()} only if the server offers nothing else), one
   * client authentication, and the server. The server is {@link #discover}, or the token endpoint
   * and, for the authorization code grant, the authorization endpoint. The authorization code grant
   * also needs a redirect URI.
   *
   * <p>Defaults: no scopes, PKCE on, automatic refresh, 5 s of clock skew, lenient responses, no
   * additional parameters. The order of the calls has no effect.
   *
   * <p>Each method returns this builder, or throws {@link IllegalArgumentException} with a message
   * that names the registration and the wrong value. URLs are checked in {@link #build()}.
   */
  public static final class Builder extends ClientParts {

    private final RegistrationBuilder draft;

    private Builder(RegistrationBuilder draft) {
      this.draft = draft;
    }

    /** Sets another id, for a copy of a registration. */
    public Builder id(String id) {
      draft.id = ClientRegistrationId.of(id);
      return this;
    }

    /**
     * Sets the authorization code grant: users consent at the authorization server (RFC 6749 §4.1).
     */
    public Builder authorizationCode() {
      draft.grant = new RegisteredGrant.AuthorizationCode();
      return this;
    }

    /** Sets the client credentials grant: the client acts for itself (RFC 6749 §4.4). */
    public Builder clientCredentials() {
      draft.grant = new RegisteredGrant.ClientCredentials();
      return this;
    }

    /**
     * Sets an extension grant (RFC 6749 §4.5) that the client obtains for itself, without a
     * principal. The supplier of its parameters is called for each request. It must not return
     * protocol parameters.
     */
    public Builder extensionGrant(String grantType, Supplier<Map<String, String>> parameters) {
      draft.extension(grantType, context -> parameters.get(), false);
      return this;
    }

    /**
     * Sets an extension grant (RFC 6749 §4.5) that the client obtains for each principal, such as a
     * token exchange (RFC 8693). The source of its parameters is called for each request, with the
     * principal of the token.
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
     * Creates the registration.
     *
     * @return the registration
     * @throws IllegalArgumentException if a value is missing, malformed or contradicts another; the
     *     message names the registration and the value
     */
    public ClientRegistration build() {
      return draft.named(() -> new ClientRegistration(draft));
    }
  }
}
