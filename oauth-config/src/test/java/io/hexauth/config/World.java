// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import com.google.inject.Injector;
import com.google.inject.Module;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.log.SecretScan;
import io.hexauth.testkit.server.FakeAuthorizationServer;

/** Server over a real socket, and the configuration of its client. */
final class World implements AutoCloseable {

  final String secret = SecretScan.create("client_secret");
  final VirtualClock clock = VirtualClock.create();
  final FakeAuthorizationServer server =
      FakeAuthorizationServer.builder().client("shop", secret).start();

  /** {@return a configuration without a secret} */
  Config config() {
    return Config.clientCredentials()
        .without("client-secret")
        .with("token-endpoint", server.tokenEndpoint().toString())
        .with("allow-plain-http-on-loopback", "true");
  }

  Injector injector(ClientRegistration registration, Module... more) {
    return StrictInjector.create(
        new OAuthClientModule(),
        new FeignTransportModule(),
        new InMemoryModule(),
        binder -> {
          OAuthClientBinder.of(binder).registration(registration).clock(clock);
          for (Module module : more) {
            binder.install(module);
          }
        });
  }

  @Override
  public void close() {
    server.close();
  }
}
