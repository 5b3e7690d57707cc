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
 * Grant that a client presents to a token endpoint. Closed, but for one open kind, {@link
 * Extension}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-1.3">RFC 6749 §1.3</a>
 */
public sealed interface GrantRequest {

  /** {@return its {@code grant_type}} */
  GrantType type();

  /** {@return what the access token is asked for} */
  AccessRequest access();

  /** {@return where it goes, at a server of which this is known now} */
  default Endpoint endpoint(Supplier<ServerMetadata> server) {
    return server.get().forGrant(type());
  }

  /** {@return the parameters of this grant, without client authentication} */
  Form form(String scopeDelimiter);

  /**
   * A code is exchanged (RFC 6749 §4.1.3). Its scopes were asked for at the authorization endpoint
   * and are not repeated.
   *
   * @param code as it came back
   * @param redirectUri as it was sent
   * @param verifier of the code challenge that was sent; absent if none was (RFC 7636 §4.5)
   * @param access what was asked for
   * @param endpoint the token endpoint of the server that the user was sent to, whatever is known
   *     of it now (RFC 9700 §4.4.2)
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
   * The client acts for itself (RFC 6749 §4.4.2).
   *
   * @param access what is asked for
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
   * The user's password is sent (RFC 6749 §4.3.2); legacy.
   *
   * @param owner name and password
   * @param access what is asked for
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
   * A refresh token is presented (RFC 6749 §6).
   *
   * @param token what is presented
   * @param access what is asked for
   * @param narrowed whether the scopes are fewer than were granted and must be sent; otherwise the
   *     server keeps what it granted
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
   * Any other grant (RFC 6749 §4.5).
   *
   * @param type its {@code grant_type}
   * @param parameters its own parameters
   * @param access what is asked for
   */
  record Extension(GrantType type, Map<String, String> parameters, AccessRequest access)
      implements GrantRequest {

    /**
     * Parameters that a registration has a method for; a second client authentication above all.
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
     * @throws IllegalArgumentException if a parameter belongs to the protocol or authenticates the
     *     client (RFC 6749 §2.3: never more than one method)
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

  /** RFC 8707 §2: {@code resource} may repeat; {@code audience} is what servers without it use. */
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
