// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenProviderException.Reason;
import io.hexauth.domain.registration.ClientAuthentication.Credentials;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.ClientSecret;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.token.RevocableToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Complete, authenticated POST request to a token or revocation endpoint. {@link #toString()} shows
 * no secret.
 *
 * @param endpoint the endpoint
 * @param credentials the credentials of the client
 * @param form the body, including credentials that are form parameters
 * @param secrets the values that must not appear in a message or a log
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3">RFC 6749 §2.3</a>
 */
public record EndpointRequest(
    Endpoint endpoint, Credentials credentials, Form form, List<String> secrets) {

  /**
   * Parameters that are not secret and may be logged. All other parameters count as secrets, except
   * those that name a type.
   */
  private static final Set<String> HARMLESS =
      Set.of(
          "grant_type",
          "client_id",
          "redirect_uri",
          "scope",
          "resource",
          "audience",
          "token_type_hint");

  /** Creates a request with a copy of the list. */
  public EndpointRequest {
    secrets = List.copyOf(secrets);
  }

  /**
   * {@return the value of the {@code Authorization} header; empty if the client does not
   * authenticate with this header}
   */
  public Optional<String> authorization() {
    return credentials.authorization();
  }

  /**
   * Creates the token request for a grant. The method calls the registration's secret supplier.
   *
   * @throws TokenProviderException if a parameter of an extension grant has the same name as one of
   *     the registration, or if the supplier returns no secret
   */
  public static EndpointRequest of(
      ClientRegistration registration, Endpoint endpoint, GrantRequest grant) {
    Form form = grant.form(registration.responseFormat().scopeDelimiter());
    for (var extra : registration.tokenParameters().values().entrySet()) {
      form = with(form, extra.getKey(), extra.getValue(), registration.id());
    }
    return authenticated(registration, endpoint, form);
  }

  /**
   * Adds a parameter. Only a parameter of the application can have a name that the form already
   * has.
   */
  private static Form with(Form form, String name, String value, ClientRegistrationId id) {
    try {
      return form.with(name, value);
    } catch (IllegalArgumentException e) {
      throw new TokenProviderException(
          id, "the extension grant's parameter supplier", Reason.NOT_ALLOWED, e);
    }
  }

  /**
   * Creates the revocation request for a token (RFC 7009 §2.1). The method calls the registration's
   * secret supplier.
   */
  public static EndpointRequest revocation(
      ClientRegistration registration, Endpoint endpoint, RevocableToken token) {
    Form form = Form.empty().with("token", token.value()).with("token_type_hint", token.typeHint());
    return authenticated(registration, endpoint, form);
  }

  private static EndpointRequest authenticated(
      ClientRegistration registration, Endpoint endpoint, Form form) {
    Credentials credentials = credentials(registration);
    var secrets = new ArrayList<String>();
    form.parameters()
        .forEach((name, values) -> secrets.addAll(isHarmless(name) ? List.of() : values));
    secrets.addAll(credentials.secrets());
    Form authenticated = form;
    for (var parameter : credentials.parameters().entrySet()) {
      authenticated = authenticated.with(parameter.getKey(), parameter.getValue());
    }
    return new EndpointRequest(endpoint, credentials, authenticated, secrets);
  }

  /**
   * {@return the current credentials of the client; the method calls the secret supplier}
   *
   * @throws TokenProviderException if the supplier returns no secret
   */
  public static Credentials credentials(ClientRegistration registration) {
    ClientRegistrationId id = registration.id();
    try { // Only the application's supplier can fail here.
      return registration.authentication().credentials(registration.clientId());
    } catch (RuntimeException | Error e) {
      throw ClientSecret.isUnusable(e)
          ? noSecret(id, e.getCause() == null ? Reason.NOTHING : Reason.NOT_ALLOWED, e.getCause())
          : noSecret(id, Reason.FAILED, e);
    }
  }

  private static TokenProviderException noSecret(
      ClientRegistrationId id, Reason reason, @Nullable Throwable cause) {
    return new TokenProviderException(id, "the client secret supplier", reason, cause);
  }

  private static boolean isHarmless(String name) {
    return HARMLESS.contains(name) || name.endsWith("_token_type");
  }

  @Override
  public String toString() {
    return "EndpointRequest[" + endpoint + ", " + form + "]";
  }
}
