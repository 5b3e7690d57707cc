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
 * fake server.
 */
final class World implements AutoCloseable {

  static final String CLIENT = "app";
  static final String CALLBACK = "https://app.example/callback";
  static final Principal ALICE = Principal.of("alice");

  /**
   * Threshold that never opens the circuit breaker: many tests share a world, and each must send
   * its own failing request.
   */
  private static final int UNWEARIED = Integer.MAX_VALUE;

  /** Long time limits, for tests in which nothing is slow. */
  static final OAuthClientConfig PATIENT =
      OAuthClientConfig.defaults()
          .withRefreshTimes(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ZERO)
          .withCircuitThreshold(UNWEARIED)
          .withCallerTimeout(Duration.ofSeconds(20));

  /** Short time limits, for tests with a slow server. */
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

  /** {@return a builder of a registration with the authorization code grant} */
  ClientRegistration.Builder code(String id) {
    return at(id)
        .authorizationCode()
        .clientSecretBasic(CLIENT, () -> clientSecret)
        .authorizationEndpoint(server.authorizationEndpoint().toString())
        .redirectUri(CALLBACK)
        .scopes("read", "write");
  }

  /** {@return a builder of a registration with the client credentials grant} */
  ClientRegistration.Builder own(String id) {
    return at(id)
        .clientCredentials()
        .clientSecretBasic(CLIENT, () -> clientSecret)
        .scopes("read", "write");
  }

  /**
   * {@return a builder of a registration whose client obtains a grant for each user without the
   * user}
   */
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
   * Creates the injector.
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

  /** Works like {@link #start(Consumer)}, with long time limits. */
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

  /** {@return an instance from the last injector} */
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
   * Starts an authorization and lets the user consent.
   *
   * @return the callback URL
   */
  URI consent(String id, Principal user) {
    return server.consent(client(id).startAuthorization(user, browser).uri(), user.name());
  }

  URI consent(String id) {
    return consent(id, ALICE);
  }

  /**
   * Connects a user with an authorization code.
   *
   * @return the token
   */
  OAuthToken consented(String id, Principal user) {
    return client(id)
        .finishAuthorization(AuthorizationCallback.parse(consent(id, user)), browser)
        .token();
  }

  OAuthToken consented(String id) {
    return consented(id, ALICE);
  }

  /** {@return the number of requests to the token endpoint} */
  int tokenRequests() {
    return server.token().requests().size();
  }

  @Override
  public void close() {
    server.close();
    opened.forEach(OAuthClients::close);
  }
}
