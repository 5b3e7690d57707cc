// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import com.google.inject.Injector;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.log.SecretScan;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole product over real sockets: strict injector, core, Feign transport, memory stores, and a
 * fake server to talk to.
 */
final class World implements AutoCloseable {

  static final String CLIENT = "app";
  static final String CALLBACK = "https://app.example/callback";
  static final Principal ALICE = Principal.of("alice");

  /**
   * One world serves many tests in which the server fails; none of them is to be spared another.
   */
  private static final int UNWEARIED = Integer.MAX_VALUE;

  /** Long enough for a busy machine; for tests in which nothing is slow. */
  static final OAuthClientConfig PATIENT =
      OAuthClientConfig.defaults()
          .withRefreshTimes(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ZERO)
          .withCircuitThreshold(UNWEARIED)
          .withCallerTimeout(Duration.ofSeconds(20));

  /** For tests in which the server is slow on purpose. */
  static final OAuthClientConfig HASTY =
      OAuthClientConfig.defaults()
          .withRefreshTimes(Duration.ofMillis(1500), Duration.ofSeconds(4), Duration.ZERO)
          .withCircuitThreshold(UNWEARIED)
          .withCallerTimeout(Duration.ofSeconds(20));

  final String clientSecret = SecretScan.create("client_secret");
  final String password = SecretScan.create("password");
  final UserAgentBinding browser = UserAgentBinding.of(SecretScan.create("user agent of alice"));
  final FakeAuthorizationServer server =
      FakeAuthorizationServer.builder()
          .client(CLIENT, clientSecret)
          .user("alice", password)
          .extensionGrant("urn:example:each", "subject")
          .redirectUri(CALLBACK)
          .redirectUri("https://app.example/other")
          .start();

  private final List<OAuthClients> opened = new ArrayList<>();
  private @Nullable Injector injector;

  /** {@return a registration of the authorization code grant, still to be changed} */
  ClientRegistration.Builder code(String id) {
    return at(id)
        .authorizationCode()
        .clientSecretBasic(CLIENT, () -> clientSecret)
        .authorizationEndpoint(server.authorizationEndpoint().toString())
        .redirectUri(CALLBACK)
        .scopes("read", "write");
  }

  /** {@return a registration of the client credentials grant, still to be changed} */
  ClientRegistration.Builder own(String id) {
    return at(id)
        .clientCredentials()
        .clientSecretBasic(CLIENT, () -> clientSecret)
        .scopes("read", "write");
  }

  /** {@return a registration whose client obtains a grant for each user by itself} */
  ClientRegistration.Builder each(String id) {
    return own(id)
        .extensionGrant(
            "urn:example:each", context -> Map.of("subject", "user " + context.principal().name()));
  }

  private ClientRegistration.Builder at(String id) {
    return ClientRegistration.builder(id)
        .tokenEndpoint(server.tokenEndpoint().toString())
        .revocationEndpoint(server.revocationEndpoint().toString())
        .issuer(server.issuer().toString())
        .allowPlainHttpOnLoopback();
  }

  /**
   * Wires everything.
   *
   * @return this world
   */
  World start(Consumer<OAuthClientBinder> contribution) {
    injector =
        StrictInjector.create(
            new OAuthClientModule(),
            new InMemoryModule(),
            new FeignTransportModule(),
            binder -> contribution.accept(OAuthClientBinder.of(binder)));
    opened.add(injector.getInstance(OAuthClients.class));
    return this;
  }

  /** As {@link #start(Consumer)}, with patience. */
  World start(ClientRegistration... registrations) {
    return start(PATIENT, registrations);
  }

  World start(OAuthClientConfig config, ClientRegistration... registrations) {
    return start(
        binder -> {
          binder.config(config);
          for (ClientRegistration registration : registrations) {
            binder.registration(registration);
          }
        });
  }

  OAuthClients clients() {
    return instance(OAuthClients.class);
  }

  /** {@return what the last injector has} */
  <T> T instance(Class<T> type) {
    if (injector == null) {
      throw new IllegalStateException("Not started");
    }
    return injector.getInstance(type);
  }

  OAuthClient client(String id) {
    return clients().get(id);
  }

  /**
   * Sends a user away and lets her consent.
   *
   * @return where her browser comes back to
   */
  URI consent(String id, Principal user) {
    return server.consent(client(id).startAuthorization(user, browser).uri(), user.name());
  }

  URI consent(String id) {
    return consent(id, ALICE);
  }

  /**
   * Lets a user consent and come back.
   *
   * @return her token
   */
  OAuthToken consented(String id, Principal user) {
    return client(id)
        .finishAuthorization(AuthorizationCallback.parse(consent(id, user)), browser)
        .token();
  }

  OAuthToken consented(String id) {
    return consented(id, ALICE);
  }

  /** {@return how many requests the token endpoint has seen} */
  int tokenRequests() {
    return server.token().requests().size();
  }

  @Override
  public void close() {
    server.close();
    opened.forEach(OAuthClients::close);
  }
}
