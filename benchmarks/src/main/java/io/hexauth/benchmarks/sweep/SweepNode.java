// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.sweep;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import io.hexauth.benchmarks.stores.SealingKey;
import io.hexauth.benchmarks.stores.StoreOfNode;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.crypto.tink.TinkTokenCipherModule;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthMaintenance;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** A node of Hexauth with the default limits, as an application wires it. */
record SweepNode(OAuthClients clients, OAuthMaintenance maintenance, StoreOfNode store)
    implements AutoCloseable {

  private static final String REGISTRATION = "sweep";

  /** A grant is due for a refresh if its access token expires within this time. */
  static final Duration SOON = Duration.ofMinutes(30);

  static SweepNode of(StoreOfNode store, URI endpoint) {
    Injector injector =
        Guice.createInjector(
            Stage.PRODUCTION,
            new OAuthClientModule(),
            new FeignTransportModule(),
            TinkTokenCipherModule.keyset(SealingKey::shared),
            store.module(),
            binder -> OAuthClientBinder.of(binder).registration(registration(endpoint)));
    return new SweepNode(
        injector.getInstance(OAuthClients.class),
        injector.getInstance(OAuthMaintenance.class),
        store);
  }

  private static ClientRegistration registration(URI endpoint) {
    return ClientRegistration.builder(REGISTRATION)
        .allowPlainHttpOnLoopback()
        .clientSecretBasic("client", () -> "secret")
        .authorizationCode()
        .redirectUri("https://app.example/callback")
        .authorizationEndpoint("https://login.example/authorize")
        .tokenEndpoint(endpoint.toString())
        .build();
  }

  /** Stores one grant for each of many users. All grants are due. */
  void seed(int grants) {
    OAuthClient client = clients.get(REGISTRATION);
    for (int i = 0; i < grants; i++) {
      client
          .session("user-" + i)
          .importToken(
              OAuthToken.builder("access-of-user-" + i)
                  .refreshToken("refresh-of-user-" + i)
                  .expiresAt(Instant.now().plus(SOON.dividedBy(2)))
                  .build(),
              ImportMode.REPLACE);
    }
  }

  @Override
  public void close() {
    clients.close();
    store.close();
  }
}
