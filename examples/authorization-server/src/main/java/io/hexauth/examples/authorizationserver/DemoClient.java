// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Registered clients: one for each of the five example systems, a second one for the password
 * grant, and two for the web example. All may authenticate with {@code client_secret_basic} or
 * {@code client_secret_post}. The secrets are public demo values. Some contain characters that
 * {@code client_secret_basic} must form-encode first (<a
 * href="https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3.1">RFC 6749 §2.3.1</a>).
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are immutable
public enum DemoClient {
  /** Authorization code without scopes. */
  HTTP_ACG("http-acg", "http-acg-demo-secret", List.of("authorization_code", "refresh_token")),
  /** Authorization code, with a parameter that only this provider has ({@code connector}). */
  ACG_AUTH("acg-auth", "acg/auth+demo:secret", List.of("authorization_code", "refresh_token")),
  /** Password grant; tokens come with a refresh token. */
  HTTP_ROPCG("http-ropcg", "http-ropcg-demo-secret", List.of("password", "refresh_token")),
  /** Password grant; tokens come without a refresh token. */
  HTTP_ROPCG_WITHOUT_REFRESH(
      "http-ropcg-without-refresh", "http-ropcg-2-demo-secret", List.of("password")),
  /** Client credentials with the scopes {@code read} and {@code write}. */
  HTTP_CCG("http-ccg", "ccg 100% demo&secret=", List.of("client_credentials"), "read", "write"),
  /** The web example as a client of its first provider, a music service. */
  TUNEBOX(
      "tunebox",
      "tunebox-demo-secret",
      List.of("authorization_code", "refresh_token"),
      "user-read-private",
      "playlist-read-private"),
  /** The web example as a client of its second provider, a file service. */
  PAPERBOX(
      "paperbox",
      "paperbox-demo-secret",
      List.of("authorization_code", "refresh_token"),
      "files-read",
      "shared-files-read"),
  /**
   * Authorization code with Spotify's scopes, with the names that Spotify documents; needs PKCE.
   */
  OAUTH_2_0(
      "oauth-2-0",
      "oauth-2-0-demo-secret",
      List.of("authorization_code", "refresh_token"),
      "app-remote-control",
      "playlist-read-private",
      "playlist-read-collaborative",
      "playlist-modify-public",
      "playlist-modify-private",
      "user-library-read",
      "user-library-modify",
      "user-read-private",
      "user-read-email",
      "user-follow-read",
      "user-follow-modify",
      "user-top-read",
      "user-read-playback-position",
      "user-read-playback-state",
      "user-read-recently-played",
      "user-read-currently-playing",
      "user-modify-playback-state",
      "ugc-image-upload",
      "streaming");

  private final String clientId;
  private final String clientSecret;
  private final List<String> grantTypes;
  private final List<String> scopes;

  DemoClient(String clientId, String clientSecret, List<String> grantTypes, String... scopes) {
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.grantTypes = grantTypes;
    this.scopes = List.of(scopes);
  }

  /** Returns the {@code client_id}. */
  public String clientId() {
    return clientId;
  }

  /** Returns the name of the client on the consent page. */
  String application() {
    return this == TUNEBOX || this == PAPERBOX ? "Connect your account" : clientId;
  }

  /** Returns the {@code client_secret} before any encoding. */
  public String clientSecret() {
    return clientSecret;
  }

  /** Returns the values of {@code grant_type} that this client may use. */
  public List<String> grantTypes() {
    return grantTypes;
  }

  /** Returns the scopes that this client may request; may be empty. */
  public List<String> scopes() {
    return scopes;
  }

  /**
   * Returns the URI to which the server sends the browser after consent; empty if the client does
   * not use the authorization code grant. No server listens there: {@link Browser} reads the
   * redirect.
   */
  public Optional<URI> redirectUri() {
    return grantTypes.contains("authorization_code")
        ? Optional.of(URI.create("http://127.0.0.1/" + clientId + "/callback"))
        : Optional.empty();
  }

  /** Returns true if an authorization request without a {@code code_challenge} is refused. */
  public boolean needsPkce() {
    return this == OAUTH_2_0;
  }
}
