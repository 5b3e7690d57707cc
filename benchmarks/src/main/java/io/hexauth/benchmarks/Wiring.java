// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks;

import com.google.inject.Guice;
import com.google.inject.Stage;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.spi.OAuthTransport;

/** Hexauth as an application wires it, except that token requests are answered in memory. */
final class Wiring {

  /** Short, because some of the other libraries copy the token for each call. */
  static final String TOKEN = "2YotnFZFEjr1zCsicMWpAA2YotnFZFEjr1zC";

  static final String REGISTRATION = "benchmark";

  private Wiring() {}

  static OAuthClients clients() {
    return Guice.createInjector(
            Stage.PRODUCTION,
            new OAuthClientModule(),
            new InMemoryModule(),
            binder -> {
              binder.bind(OAuthTransport.class).toInstance(new MemoryTransport());
              OAuthClientBinder.of(binder).registration(registration());
            })
        .getInstance(OAuthClients.class);
  }

  private static ClientRegistration registration() {
    return ClientRegistration.builder(REGISTRATION)
        .clientCredentials()
        .clientSecretBasic("client", () -> "secret")
        .tokenEndpoint("https://login.example/token")
        .build();
  }
}
