// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import com.google.crypto.tink.KeysetHandle;
import com.google.inject.Injector;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Nodes that share a store and a keyset. */
final class SealedWorld implements AutoCloseable {

  private static final ClientRegistration ACME =
      ClientRegistration.builder("acme")
          .password()
          .tokenEndpoint("https://as.example/token")
          .clientSecretBasic("app", () -> "secret")
          .build();

  private final VirtualClock clock = VirtualClock.create();
  private final AtomicInteger requests = new AtomicInteger();
  private final KeysetHandle keyset = Keys.keyset(Keys.aes(1));
  private final List<OAuthClients> nodes = new ArrayList<>();
  private final Injector memory =
      StrictInjector.create(
          new InMemoryModule(), binder -> binder.bind(OAuthClock.class).toInstance(clock));
  private final ShownRows rows = new ShownRows(memory.getInstance(TokenStore.class));

  ShownRows rows() {
    return rows;
  }

  int tokenRequests() {
    return requests.get();
  }

  OAuthClient node(String namespace) {
    OAuthClients clients =
        StrictInjector.create(
                new OAuthClientModule(),
                TinkTokenCipherModule.keyset(() -> keyset),
                binder -> {
                  binder.bind(TokenStore.class).toInstance(rows);
                  binder
                      .bind(PendingAuthorizationStore.class)
                      .toInstance(memory.getInstance(PendingAuthorizationStore.class));
                  binder.bind(OAuthTransport.class).toInstance(this::answer);
                  OAuthClientBinder.of(binder)
                      .clock(clock)
                      .config(OAuthClientConfig.defaults().withNamespace(namespace))
                      .registration(ACME)
                      .bindResourceOwnerCredentials("acme")
                      .toInstance(p -> Optional.of(new ResourceOwner(p.name(), "secret")));
                })
            .getInstance(OAuthClients.class);
    nodes.add(clients);
    return clients.get("acme");
  }

  OAuthSession alice(OAuthClient node) {
    return node.session(Principal.of("alice"));
  }

  OAuthSession bob(OAuthClient node) {
    return node.session(Principal.of("bob"));
  }

  private TransportResult answer(TransportRequest request) {
    int number = requests.incrementAndGet();
    String json =
        "{\"access_token\":\"a%d\",\"refresh_token\":\"r%d\",\"token_type\":\"Bearer\",\"expires_in\":60}"
            .formatted(number, number);
    return new TransportResult.Response(
        200,
        Map.of("content-type", List.of("application/json")),
        json.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    nodes.forEach(OAuthClients::close);
  }
}
