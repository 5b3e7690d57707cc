// SPDX-License-Identifier: Apache-2.0
package io.hexauth.metrics.micrometer;

import com.google.inject.Injector;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.OAuthHealth;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/**
 * A server, a clock, and an application with meters and a health check. Close it after the test.
 */
final class World implements AutoCloseable {

  static final Principal ALICE = Principal.of("alice");

  final VirtualClock clock = VirtualClock.create();
  final FakeAuthorizationServer server =
      FakeAuthorizationServer.builder()
          .client("app", "s3cret")
          .user("alice", "wonderland")
          .clock(clock)
          .start();
  final MeterRegistry meters = new SimpleMeterRegistry();
  final OAuthHealth health = new OAuthHealth();
  private final OAuthClients clients;

  World() {
    Injector injector =
        StrictInjector.create(
            new OAuthClientModule(),
            new InMemoryModule(),
            new FeignTransportModule(),
            new MicrometerMetricsModule(),
            new MicrometerMetricsModule(), // installing it twice has the same effect as once
            binder -> {
              binder.bind(MeterRegistry.class).toInstance(meters);
              OAuthClientBinder.of(binder)
                  .clock(clock)
                  .eventListener(health)
                  .registration(
                      registration("users")
                          .authorizationCode()
                          .authorizationEndpoint(server.authorizationEndpoint().toString())
                          .revocationEndpoint(server.revocationEndpoint().toString())
                          .redirectUri("https://app.example/callback")
                          .build())
                  .registration(registration("service").clientCredentials().build());
            });
    clients = injector.getInstance(OAuthClients.class);
  }

  private ClientRegistration.Builder registration(String id) {
    return ClientRegistration.builder(id)
        .allowPlainHttpOnLoopback()
        .clientSecretBasic("app", () -> "s3cret")
        .tokenEndpoint(server.tokenEndpoint().toString());
  }

  OAuthClient client(String id) {
    return clients.get(id);
  }

  OAuthSession alice() {
    return client("users").session(ALICE);
  }

  /** Lets the user consent, and exchanges the code. */
  void consent() {
    var browser = UserAgentBinding.random();
    var redirect = client("users").startAuthorization(ALICE, browser);
    var callback = AuthorizationCallback.parse(server.consent(redirect.uri(), "alice"));
    client("users").finishAuthorization(callback, browser);
  }

  /** Waits until listeners have received all events. */
  @Override
  public void close() {
    server.close();
    clients.close();
  }
}
