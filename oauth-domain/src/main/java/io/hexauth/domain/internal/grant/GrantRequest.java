// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.registration.RedirectUri;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.registration.ServerMetadata;
import io.hexauth.domain.token.RefreshToken;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Grant that a client sends to a token endpoint. The set of kinds is closed; {@link Extension} is
 * for all other grant types.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-1.3">RFC 6749 §1.3</a>
 */
public sealed interface GrantRequest {

  /** {@return the {@code grant_type}} */
  GrantType type();

  /** {@return the access for which the token is requested} */
  AccessRequest access();

  /**
   * {@return the endpoint for this request}
   *
   * @param server supplies the current metadata of the server
   */
  default Endpoint endpoint(Supplier<ServerMetadata> server) {
    return server.get().forGrant(type());
  }

  /**
   * {@return the parameters of this grant, without client authentication}
   *
   * @param scopeDelimiter the text between two scopes
   */
  Form form(String scopeDelimiter);

  /**
   * Exchange of an authorization code (RFC 6749 §4.1.3). The scopes were sent to the authorization
   * endpoint and are not repeated.
   *
   * @param code the authorization code from the callback
   * @param redirectUri the redirect URI of the authorization request
   * @param verifier the verifier of the code challenge; empty if none was sent (RFC 7636 §4.5)
   * @param access the access for which the authorization was requested
   * @param endpoint the token endpoint of the server to which the user was sent, even if the
   *     current metadata names another one (RFC 9700 §4.4.2)
   */
  record AuthorizationCodeGrant(
      AuthorizationCode code,
      RedirectUri redirectUri,
      Optional<CodeVerifier> verifier,
      AccessRequest access,
      Endpoint endpoint)
      implements GrantRequest {
    @Override
    public GrantType type() {
      return GrantType.AUTHORIZATION_CODE;
    }

    @Override
    public Endpoint endpoint(Supplier<ServerMetadata> server) {
      return endpoint;
    }

    @Override
    public Form form(String scopeDelimiter) {
      Form form =
          start(type()).with("code", code.value()).with("redirect_uri", redirectUri.value());
      form = verifier.isPresent() ? form.with("code_verifier", verifier.get().value()) : form;
      return target(form, access);
    }
  }

  /**
   * Client credentials grant: the client acts for itself (RFC 6749 §4.4.2).
   *
   * @param access the requested access
   */
  record ClientCredentialsGrant(AccessRequest access) implements GrantRequest {
    @Override
    public GrantType type() {
      return GrantType.CLIENT_CREDENTIALS;
    }

    @Override
    public Form form(String scopeDelimiter) {
      return target(scope(start(type()), access, scopeDelimiter), access);
    }
  }

  /**
   * Password grant: the client sends the user's password (RFC 6749 §4.3.2). Legacy.
   *
   * @param owner the user name and password
   * @param access the requested access
   */
  record PasswordGrant(ResourceOwner owner, AccessRequest access) implements GrantRequest {
    @Override
    public GrantType type() {
      return GrantType.PASSWORD;
    }

    @Override
    public Form form(String scopeDelimiter) {
      Form form =
          start(type()).with("username", owner.username()).with("password", owner.password());
      return target(scope(form, access, scopeDelimiter), access);
    }
  }

  /**
   * Refresh with a refresh token (RFC 6749 §6).
   *
   * @param token the refresh token
   * @param access the requested access
   * @param narrowed true if fewer scopes are requested than were granted, so that the request must
   *     contain them; otherwise the server keeps the granted scopes
   */
  record RefreshTokenGrant(RefreshToken token, AccessRequest access, boolean narrowed)
      implements GrantRequest {
    @Override
    public GrantType type() {
      return GrantType.REFRESH_TOKEN;
    }

    @Override
    public Form form(String scopeDelimiter) {
      Form form = start(type()).with("refresh_token", token.value());
      return target(narrowed ? scope(form, access, scopeDelimiter) : form, access);
    }
  }

  /**
   * Extension grant (RFC 6749 §4.5).
   *
   * @param type the {@code grant_type}
   * @param parameters the parameters of the extension
   * @param access the requested access
   */
  record Extension(GrantType type, Map<String, String> parameters, AccessRequest access)
      implements GrantRequest {

    /**
     * Parameters that a registration sets in another way, in particular those of client
     * authentication.
     */
    private static final Set<String> RESERVED =
        Set.of(
            "grant_type",
            "client_id",
            "client_secret",
            "client_assertion",
            "client_assertion_type",
            "scope",
            "resource",
            "audience");

    /**
     * @throws IllegalArgumentException if a parameter belongs to the protocol or to client
     *     authentication (RFC 6749 §2.3: at most one authentication method)
     */
    public Extension {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
      for (String name : parameters.keySet()) {
        if (RESERVED.contains(name)) {
          throw new IllegalArgumentException(
              "An extension grant must not set '" + name + "'; the registration sets it");
        }
        if (parameters.get(name) == null) {
          throw new IllegalArgumentException(
              "Parameter '" + name + "' has no value; give it a" + " value or remove it");
        }
      }
    }

    @Override
    public Form form(String scopeDelimiter) {
      Form form = start(type);
      for (var parameter : parameters.entrySet()) {
        form = form.with(parameter.getKey(), parameter.getValue());
      }
      return target(scope(form, access, scopeDelimiter), access);
    }

    @Override
    public String toString() {
      return "Extension[type=" + type + ", parameters=" + parameters.keySet() + "]";
    }
  }

  private static Form start(GrantType type) {
    return Form.empty().with("grant_type", type.value());
  }

  private static Form scope(Form form, AccessRequest access, String delimiter) {
    return access.scopes().isEmpty() ? form : form.with("scope", access.scopes().value(delimiter));
  }

  /**
   * Adds the target of the token. {@code resource} may repeat (RFC 8707 §2). {@code audience} is
   * for servers that do not support {@code resource}.
   */
  private static Form target(Form form, AccessRequest access) {
    Form targeted =
        access.resources().isEmpty()
            ? form
            : form.with("resource", List.copyOf(access.sortedResources()));
    return access.audience().isPresent()
        ? targeted.with("audience", access.audience().get())
        : targeted;
  }
}
