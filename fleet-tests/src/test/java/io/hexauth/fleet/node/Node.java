// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.node;

import com.google.inject.Injector;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.crypto.tink.TinkTokenCipherModule;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.RotationPolicy;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.fleet.node.Settings.Pace;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.spi.FaultPoints;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenListener;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.guice.StrictInjector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** The application on a node: real wiring, once for each pace. */
final class Node implements AutoCloseable {

  private static final int MOST_TRIES = 50;

  private final ShiftedClock clock = new ShiftedClock();
  private final LaggingStore store;
  private final Map<Pace, OAuthClients> clients = new EnumMap<>(Pace.class);

  Node(FaultPoints faults, TokenListener listener) {
    Injector stores = Stores.injector();
    store = new LaggingStore(stores.getInstance(TokenStore.class));
    PendingAuthorizationStore pending = stores.getInstance(PendingAuthorizationStore.class);
    for (Pace pace : Pace.values()) {
      clients.put(pace, clients(pace, pending, faults, listener));
    }
  }

  private OAuthClients clients(
      Pace pace, PendingAuthorizationStore pending, FaultPoints faults, TokenListener listener) {
    Path keyset = Path.of(System.getProperty("fleet.keyset"));
    return StrictInjector.create(
            new OAuthClientModule(),
            new FeignTransportModule(),
            TinkTokenCipherModule.insecureCleartextKeyset(() -> Files.readAllBytes(keyset)),
            binder -> {
              binder.bind(TokenStore.class).toInstance(store);
              binder.bind(PendingAuthorizationStore.class).toInstance(pending);
              OAuthClientBinder.of(binder)
                  .clock(clock)
                  .config(pace.config())
                  .faultPoints(faults)
                  .listener(listener)
                  .registration(consent(Settings.STRICT.value()).build())
                  .registration(
                      consent(Settings.GRACE.value())
                          .rotation(new RotationPolicy.Grace(Duration.ofMinutes(1)))
                          .build())
                  .registration(registration(Settings.OWN.value()).clientCredentials().build());
            })
        .getInstance(OAuthClients.class);
  }

  private static ClientRegistration.Builder consent(String id) {
    return registration(id).authorizationCode().redirectUri("https://fleet.example/callback");
  }

  private static ClientRegistration.Builder registration(String id) {
    String server = System.getProperty("fleet.server");
    return ClientRegistration.builder(id)
        .allowPlainHttpOnLoopback()
        .clientSecretBasic(Settings.CLIENT, () -> Settings.SECRET)
        .clockSkew(Duration.ZERO)
        .authorizationEndpoint(System.getProperty("fleet.authorize"))
        .tokenParameter("node", System.getProperty("fleet.node"))
        .tokenEndpoint(server + "/token")
        .revocationEndpoint(server + "/revoke");
  }

  /** The first refresh of a JVM loads a thousand classes; a short deadline would be over. */
  void warmUp() {
    for (Pace pace : new Pace[] {Pace.CALM, Pace.QUICK}) {
      OAuthSession session =
          clients.get(pace).get(Settings.OWN).session("warm-" + ProcessHandle.current().pid());
      boolean warm = false;
      for (int i = 0; i < MOST_TRIES && !warm; i++) {
        warm = worked(session::token) && worked(session::refreshToken);
      }
    }
  }

  private static boolean worked(Supplier<OAuthToken> call) {
    try {
      return call.get() != null;
    } catch (OAuthException e) {
      LoggerFactory.getLogger(Node.class).info("Not warm yet: {}", e.getMessage());
      return false;
    }
  }

  OAuthClient client(String principal) {
    return clients.get(Settings.paceOf(principal)).get(Settings.registrationOf(principal));
  }

  OAuthSession session(String principal) {
    return client(principal).session(principal);
  }

  ShiftedClock clock() {
    return clock;
  }

  LaggingStore store() {
    return store;
  }

  @Override
  public void close() {
    clients.values().forEach(OAuthClients::close);
  }
}
