// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import io.hexauth.testkit.http.FakeHttpServer;
import io.hexauth.testkit.log.SecretScan;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/**
 * Builder of a {@link FakeAuthorizationServer}. By default, the server uses the real time, accepts
 * any redirect URI, and uses plain HTTP. Not safe for use by multiple threads.
 */
public final class FakeAuthorizationServerBuilder {

  private final Map<String, String> clients = new HashMap<>();
  private final Map<String, String> users = new HashMap<>();
  private final Set<String> redirectUris = new HashSet<>();
  private final Map<String, String> extensionGrants = new HashMap<>();
  private InstantSource clock = InstantSource.system();
  private Optional<SSLContext> tls = Optional.empty();

  FakeAuthorizationServerBuilder() {}

  /**
   * Registers a confidential client, for {@code client_secret_basic} and {@code
   * client_secret_post}.
   */
  public FakeAuthorizationServerBuilder client(String id, String secret) {
    clients.put(id, secret);
    SecretScan.offer("client secret", secret);
    return this;
  }

  /** Registers a public client, which has no secret and needs PKCE. */
  public FakeAuthorizationServerBuilder publicClient(String id) {
    clients.put(id, "");
    return this;
  }

  /**
   * Registers a user for the password grant. {@link FakeAuthorizationServer#consent} does not need
   * it, because that method accepts any user name.
   */
  public FakeAuthorizationServerBuilder user(String name, String password) {
    users.put(name, password);
    SecretScan.offer("password", password);
    return this;
  }

  /** Registers a redirect URI, compared as text. The server then accepts registered ones only. */
  public FakeAuthorizationServerBuilder redirectUri(String uri) {
    redirectUris.add(uri);
    return this;
  }

  /** Adds a grant type to the token endpoint. The client is its subject. */
  public FakeAuthorizationServerBuilder extensionGrant(String grantType) {
    extensionGrants.put(grantType, "");
    return this;
  }

  /**
   * Adds a grant type to the token endpoint.
   *
   * @param subjectParameter the parameter that names the subject, such as a subject token; a
   *     request without it is refused
   */
  public FakeAuthorizationServerBuilder extensionGrant(String grantType, String subjectParameter) {
    extensionGrants.put(grantType, subjectParameter);
    return this;
  }

  /**
   * Sets the clock of the server, for example a {@code VirtualClock}. The clock decides when access
   * tokens expire, and when the grace period of a replaced refresh token ends.
   */
  public FakeAuthorizationServerBuilder clock(InstantSource source) {
    clock = source;
    return this;
  }

  /** Sets HTTPS with the certificate of this context. */
  public FakeAuthorizationServerBuilder tls(SSLContext context) {
    tls = Optional.of(context);
    return this;
  }

  /** {@return a new server that is listening} */
  public FakeAuthorizationServer start() {
    return new FakeAuthorizationServer(
        tls.map(FakeHttpServer::start).orElseGet(FakeHttpServer::start), this);
  }

  Accounts accounts() {
    return new Accounts(
        new ConcurrentHashMap<>(clients), Set.copyOf(redirectUris), Map.copyOf(users));
  }

  Map<String, String> extensionGrants() {
    return Map.copyOf(extensionGrants);
  }

  InstantSource clock() {
    return clock;
  }
}
