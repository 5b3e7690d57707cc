// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.authorization;

import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.authorization.State;
import io.hexauth.domain.internal.grant.CodeVerifier;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.ExtraParameters;
import io.hexauth.domain.registration.ServerMetadata;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Creates the URL of an authorization request.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.1">RFC 6749 §4.1.1</a>
 */
public final class AuthorizationUrl {

  private AuthorizationUrl() {}

  /**
   * Returns the reason why this server cannot be used for authorizations, as a text of Hexauth. If
   * the server does not support the code challenge method {@code S256}, that is such a reason:
   * {@code plain} never replaces it (RFC 7636 §7.2).
   *
   * @return the reason; empty if there is none
   */
  public static Optional<String> problem(ClientRegistration registration, ServerMetadata server) {
    if (server.authorization().isEmpty()) {
      return Optional.of("authorization_endpoint is missing");
    }
    return server
        .challengeMethods()
        .filter(m -> registration.pkce() && !m.contains(CodeVerifier.CHALLENGE_METHOD))
        .map(
            m ->
                "code_challenge_methods_supported does not include S256, and Hexauth never uses"
                    + " plain; if the client is confidential and the server does not support"
                    + " PKCE, call withoutPkce()");
  }

  /**
   * {@return the URL for this pending authorization} A query of the configured endpoint is kept.
   *
   * @throws IllegalArgumentException if the URL would contain a parameter twice
   */
  public static URI of(
      ClientRegistration registration,
      Endpoint endpoint,
      PendingAuthorization pending,
      State state,
      ExtraParameters own) {
    String query = endpoint.uri().getRawQuery();
    Form present = query == null ? Form.empty() : Form.decode(query);
    Form form =
        Form.empty()
            .with("response_type", "code")
            .with("client_id", registration.clientId().value())
            .with("redirect_uri", pending.redirectUri().value())
            .with("state", state.value());
    if (!pending.access().scopes().isEmpty()) {
      String delimiter = registration.responseFormat().scopeDelimiter();
      form = form.with("scope", pending.access().scopes().value(delimiter));
    }
    if (!pending.access().resources().isEmpty()) {
      form = form.with("resource", List.copyOf(pending.access().sortedResources()));
    }
    if (pending.access().audience().isPresent()) {
      form = form.with("audience", pending.access().audience().get());
    }
    if (pending.verifier().isPresent()) {
      form =
          form.with("code_challenge", pending.verifier().get().challenge())
              .with("code_challenge_method", CodeVerifier.CHALLENGE_METHOD);
    }
    for (var parameter : merged(registration.authorizationParameters(), own).values().entrySet()) {
      form = form.with(parameter.getKey(), parameter.getValue());
    }
    for (String name : present.parameters().keySet()) {
      form.requireAbsent(name);
    }
    // RFC 6749 §3.1: the query of the endpoint must be kept. It is not decoded and encoded again.
    String base = endpoint.uri().toString();
    String joint = query == null ? "?" : query.isEmpty() ? "" : "&";
    return URI.create(base + joint + form.encoded());
  }

  private static ExtraParameters merged(ExtraParameters registered, ExtraParameters own) {
    ExtraParameters merged = registered;
    for (var parameter : own.values().entrySet()) {
      merged = merged.with(parameter.getKey(), parameter.getValue());
    }
    return merged;
  }
}
