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
 * Describes a {@link FakeAuthorizationServer}. Without {@link #clock(InstantSource)} it lives in
 * real time, without {@link #redirectUri(String)} it accepts any, without {@link #tls(SSLContext)}
 * it speaks plain HTTP. Not thread-safe.
 */
public final class FakeAuthorizationServerBuilder {

  private final Map<String, String> clients = new HashMap<>();
  private final Map<String, String> users = new HashMap<>();
  private final Set<String> redirectUris = new HashSet<>();
  private final Map<String, String> extensionGrants = new HashMap<>();
  private InstantSource clock = InstantSource.system();
  private Optional<SSLContext> tls = Optional.empty();

  FakeAuthorizationServerBuilder() {}

  /** Registers a confidential client, for {@code client_secret_basic} and {@code _post}. */
  public FakeAuthorizationServerBuilder client(String id, String secret) {
    clients.put(id, secret);
    SecretScan.offer("client secret", secret);
    return this;
  }

  /** Registers a client without a secret, which then needs PKCE. */
  public FakeAuthorizationServerBuilder publicClient(String id) {
    clients.put(id, "");
    return this;
  }

  /** Registers a user of the password grant; {@code consent} takes any name. */
  public FakeAuthorizationServerBuilder user(String name, String password) {
    users.put(name, password);
    SecretScan.offer("password", password);
    return this;
  }

  /** Registers one of the only redirect URIs to accept, compared as text. */
  public FakeAuthorizationServerBuilder redirectUri(String uri) {
    redirectUris.add(uri);
    return this;
  }

  /** Makes the token endpoint know one more grant type, with the client as its subject. */
  public FakeAuthorizationServerBuilder extensionGrant(String grantType) {
    extensionGrants.put(grantType, "");
    return this;
  }

  /**
   * Makes the token endpoint know one more grant type.
   *
   * @param subjectParameter names its subject, as a subject token does; a request without it is
   *     refused
   */
  public FakeAuthorizationServerBuilder extensionGrant(String grantType, String subjectParameter) {
    extensionGrants.put(grantType, subjectParameter);
    return this;
  }

  /** Lets tokens and graces end by this clock, such as a {@code VirtualClock}. */
  public FakeAuthorizationServerBuilder clock(InstantSource source) {
    clock = source;
    return this;
  }

  /** Speaks HTTPS with the certificate of this context. */
  public FakeAuthorizationServerBuilder tls(SSLContext context) {
    tls = Optional.of(context);
    return this;
  }

  /** {@return a new server, listening} */
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
