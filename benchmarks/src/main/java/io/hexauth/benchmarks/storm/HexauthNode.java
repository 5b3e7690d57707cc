// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import com.google.inject.Guice;
import com.google.inject.Stage;
import io.hexauth.benchmarks.stores.SealingKey;
import io.hexauth.benchmarks.stores.StoreOfNode;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.crypto.tink.TinkTokenCipherModule;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import java.net.URI;
import java.time.Duration;

/**
 * A node of Hexauth as an application wires it, with a real store, encrypted records and real HTTP.
 *
 * @param clients the clients of this node
 * @param store the store of this node, which is closed with the node
 */
public record HexauthNode(OAuthClients clients, StoreOfNode store) implements AutoCloseable {

  private static final String REGISTRATION = "storm";

  /** Longer than any wait, because the waits are measured and must not be limited. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** {@return a node that sends its token requests to this endpoint} */
  public static HexauthNode of(StoreOfNode store, URI endpoint) {
    OAuthClients clients =
        Guice.createInjector(
                Stage.PRODUCTION,
                new OAuthClientModule(),
                new FeignTransportModule(),
                TinkTokenCipherModule.keyset(SealingKey::shared),
                store.module(),
                binder ->
                    OAuthClientBinder.of(binder)
                        .config(OAuthClientConfig.defaults().withCallerTimeout(PATIENCE))
                        .registration(registration(endpoint)))
            .getInstance(OAuthClients.class);
    return new HexauthNode(clients, store);
  }

  static ClientRegistration registration(URI endpoint) {
    return ClientRegistration.builder(REGISTRATION)
        .allowPlainHttpOnLoopback()
        .clientSecretBasic("client", () -> "secret")
        .clockSkew(Duration.ZERO)
        .authorizationCode()
        .redirectUri("https://app.example/callback")
        .authorizationEndpoint("https://login.example/authorize")
        .tokenEndpoint(endpoint.toString())
        .build();
  }

  /** {@return the session of a user} */
  public OAuthSession session(String user) {
    return clients.get(REGISTRATION).session(user);
  }

  @Override
  public void close() {
    clients.close();
    store.close();
  }
}
