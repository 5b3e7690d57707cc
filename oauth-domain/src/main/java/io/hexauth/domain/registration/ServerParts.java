// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;

/** Builder methods for the authorization server and its answers. */
abstract sealed class ServerParts extends Concessions permits AccessParts {

  ServerParts() {}

  /**
   * Finds the server by its issuer identifier. Hexauth fetches the metadata from {@code
   * /.well-known/oauth-authorization-server}. If that answer is unusable, it fetches the metadata
   * from {@code /.well-known/openid-configuration}. It does so when the metadata is first needed.
   * It keeps the metadata for the time that the server's answer specifies, from 5 minutes to 24
   * hours. An endpoint that you also set replaces the published one.
   *
   * @param issuer the issuer identifier, exactly as the server publishes it
   * @return this builder
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8414.html">RFC 8414</a>
   */
  public ClientRegistration.Builder discover(String issuer) {
    draft().discovered = Optional.of(issuer);
    return builder();
  }

  /** Sets the authorization endpoint, at which users consent (RFC 6749 §3.1). */
  public ClientRegistration.Builder authorizationEndpoint(String url) {
    draft().authorizationEndpoint = Optional.of(url);
    return builder();
  }

  /** Sets the token endpoint (RFC 6749 §3.2). */
  public ClientRegistration.Builder tokenEndpoint(String url) {
    draft().tokenEndpoint = Optional.of(url);
    return builder();
  }

  /** Sets the endpoint for refreshes, if it is not the token endpoint. */
  public ClientRegistration.Builder refreshEndpoint(String url) {
    draft().refreshEndpoint = Optional.of(url);
    return builder();
  }

  /** Sets the revocation endpoint (RFC 7009). */
  public ClientRegistration.Builder revocationEndpoint(String url) {
    draft().revocationEndpoint = Optional.of(url);
    return builder();
  }

  /**
   * Sets the issuer identifier of the server. An {@code iss} in a callback must equal it (RFC 9207
   * §2.4).
   */
  public ClientRegistration.Builder issuer(String url) {
    draft().issuer = Optional.of(url);
    return builder();
  }

  /** Requires {@code iss} in every callback, for servers that always send it (RFC 9207 §2.4). */
  public ClientRegistration.Builder requireIssuerInResponses() {
    draft().issuerInResponses = true;
    return builder();
  }

  /** Sets the redirect URI, to which the server sends users after consent. */
  public ClientRegistration.Builder redirectUri(String uri) {
    draft().redirectUri = Optional.of(uri);
    return builder();
  }

  /** Adds a parameter to every authorization URL. */
  public ClientRegistration.Builder authorizationParameter(String name, String value) {
    draft().authorizationParameters =
        draft()
            .checked(
                "authorizationParameter", () -> draft().authorizationParameters.with(name, value));
    return builder();
  }

  /** Adds a parameter to every token request. */
  public ClientRegistration.Builder tokenParameter(String name, String value) {
    draft().tokenParameters =
        draft().checked("tokenParameter", () -> draft().tokenParameters.with(name, value));
    return builder();
  }

  /**
   * Sets the rules for reading the server's answers. Default: {@link
   * TokenResponseFormat#lenient()}.
   */
  public ClientRegistration.Builder responseFormat(TokenResponseFormat format) {
    draft().responseFormat = format;
    return builder();
  }

  /**
   * Sets the origins to which tokens may be sent, each with scheme, host and port. Replaces earlier
   * ones.
   */
  public ClientRegistration.Builder resourceOrigins(String... urls) {
    draft().resourceOrigins = new LinkedHashSet<>(Arrays.asList(urls));
    return builder();
  }
}
