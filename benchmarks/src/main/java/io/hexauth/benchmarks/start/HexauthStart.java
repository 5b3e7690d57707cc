// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.start;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClients;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An application with the smallest wiring of Hexauth. */
final class HexauthStart implements Start {

  private final int registrations;
  private final String server;
  private @Nullable OAuthClients clients;

  HexauthStart(int registrations, String server) {
    this.registrations = registrations;
    this.server = server;
  }

  @Override
  public int wire() {
    Injector injector =
        Guice.createInjector(
            Stage.PRODUCTION,
            new OAuthClientModule(),
            new FeignTransportModule(),
            new InMemoryModule(),
            binder -> {
              OAuthClientBinder oauth = OAuthClientBinder.of(binder);
              for (int i = 0; i < registrations; i++) {
                oauth.registration(registration(i));
              }
            });
    clients = injector.getInstance(OAuthClients.class);
    return injector.getAllBindings().size();
  }

  private ClientRegistration registration(int i) {
    var registration =
        ClientRegistration.builder("registration-" + i)
            .allowPlainHttpOnLoopback()
            .clientSecretBasic("client", () -> "secret")
            .tokenEndpoint(server + "/" + i)
            .scopes("read");
    return Start.isForUsers(i)
        ? registration
            .authorizationCode()
            .redirectUri("https://app.example/callback/" + i)
            .authorizationEndpoint("https://login" + i + ".example/authorize")
            .build()
        : registration.clientCredentials().build();
  }

  @Override
  public Optional<String> token() {
    return Optional.ofNullable(clients)
        .map(all -> all.get("registration-0").token().accessToken().value());
  }
}
