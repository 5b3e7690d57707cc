// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;

/** Builder methods about the authorization server and its answers. */
abstract sealed class ServerParts extends Concessions permits AccessParts {

  ServerParts() {}

  /**
   * The server is found by its issuer identifier: its metadata is fetched from {@code
   * /.well-known/oauth-authorization-server}, else from {@code /.well-known/openid-configuration},
   * when it is needed first, and kept for as long as the server says, from 5 minutes to 24 hours.
   * Each endpoint that is set beside it is used in place of the published one.
   *
   * @param issuer exactly as the server spells it
   * @return this builder
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8414.html">RFC 8414</a>
   */
  public ClientRegistration.Builder discover(String issuer) {
    draft().discovered = Optional.of(issuer);
    return builder();
  }

  /** Authorization endpoint, where users consent (RFC 6749 §3.1). */
  public ClientRegistration.Builder authorizationEndpoint(String url) {
    draft().authorizationEndpoint = Optional.of(url);
    return builder();
  }

  /** Token endpoint (RFC 6749 §3.2). */
  public ClientRegistration.Builder tokenEndpoint(String url) {
    draft().tokenEndpoint = Optional.of(url);
    return builder();
  }

  /** Endpoint for refreshes, if it is not the token endpoint. */
  public ClientRegistration.Builder refreshEndpoint(String url) {
    draft().refreshEndpoint = Optional.of(url);
    return builder();
  }

  /** Revocation endpoint (RFC 7009). */
  public ClientRegistration.Builder revocationEndpoint(String url) {
    draft().revocationEndpoint = Optional.of(url);
    return builder();
  }

  /**
   * Issuer identifier of the server; an {@code iss} in a callback must equal it (RFC 9207 §2.4).
   */
  public ClientRegistration.Builder issuer(String url) {
    draft().issuer = Optional.of(url);
    return builder();
  }

  /** The server always sends {@code iss}: a callback without it is refused (RFC 9207 §2.4). */
  public ClientRegistration.Builder requireIssuerInResponses() {
    draft().issuerInResponses = true;
    return builder();
  }

  /** Redirect URI, to which the server sends users back. */
  public ClientRegistration.Builder redirectUri(String uri) {
    draft().redirectUri = Optional.of(uri);
    return builder();
  }

  /** A parameter of the provider's own in every authorization URL. */
  public ClientRegistration.Builder authorizationParameter(String name, String value) {
    draft().authorizationParameters =
        draft()
            .checked(
                "authorizationParameter", () -> draft().authorizationParameters.with(name, value));
    return builder();
  }

  /** A parameter of the provider's own in every token request. */
  public ClientRegistration.Builder tokenParameter(String name, String value) {
    draft().tokenParameters =
        draft().checked("tokenParameter", () -> draft().tokenParameters.with(name, value));
    return builder();
  }

  /** Rules for reading the provider's answers; default {@link TokenResponseFormat#lenient()}. */
  public ClientRegistration.Builder responseFormat(TokenResponseFormat format) {
    draft().responseFormat = format;
    return builder();
  }

  /** Origins that tokens may be sent to, by scheme, host and port; replaces earlier ones. */
  public ClientRegistration.Builder resourceOrigins(String... urls) {
    draft().resourceOrigins = new LinkedHashSet<>(Arrays.asList(urls));
    return builder();
  }
}
