// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.node;

import com.google.inject.Injector;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.crypto.tink.TinkTokenCipherConfig;
import io.hexauth.crypto.tink.TinkTokenCipherModule;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.RotationPolicy;
import io.hexauth.domain.registration.TokenContext;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.fleet.node.Settings.Pace;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthEventListener;
import io.hexauth.ports.api.OAuthMaintenance;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.TokenRequester;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.testkit.guice.StrictInjector;
import io.lettuce.core.RedisClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** The application on a node, with the modules of a real application, once for each pace. */
final class Node implements AutoCloseable {

  private static final int MOST_TRIES = 50;
  private static final int MOST = 100_000;

  /** The clients of Hexauth, and the maintenance for an operator. */
  private record Wiring(OAuthClients clients, OAuthMaintenance maintenance) {}

  private final ShiftedClock clock = new ShiftedClock();
  private final NewerVersion cipher = new NewerVersion(tink(clock));
  private final Defects defects;
  private final OAuthEventListener listener;
  private final LaggingStore store;
  private final Map<Pace, Wiring> wirings = new ConcurrentHashMap<>();
  private Optional<RedisClient> elsewhere = Optional.empty();

  Node(Defects defects, OAuthEventListener listener) {
    this.defects = defects;
    this.listener = listener;
    Injector stores = Stores.injector();
    store = new LaggingStore(stores.getInstance(TokenStore.class));
    Pace.AT_START.forEach(pace -> wirings.put(pace, wiring(pace, store, stores)));
  }

  /** {@return a cipher whose keyset belongs to this node only, and is read every second} */
  private static TokenCipher tink(OAuthClock clock) {
    Path keyset = Path.of(System.getProperty("fleet.keyset"));
    return StrictInjector.create(
            TinkTokenCipherModule.insecureCleartextKeyset(() -> Files.readAllBytes(keyset))
                .withConfig(
                    TinkTokenCipherConfig.defaults().withReloadEvery(Duration.ofSeconds(1))),
            binder -> binder.bind(OAuthClock.class).toInstance(clock))
        .getInstance(TokenCipher.class);
  }

  private Wiring wiring(Pace pace, TokenStore tokens, Injector stores) {
    Injector injector =
        StrictInjector.create(
            new OAuthClientModule(),
            new FeignTransportModule(),
            binder -> {
              binder.bind(TokenCipher.class).toInstance(cipher);
              binder.bind(TokenStore.class).toInstance(tokens);
              binder
                  .bind(TokenStoreMaintenance.class)
                  .toInstance(stores.getInstance(TokenStoreMaintenance.class));
              binder
                  .bind(PendingAuthorizationStore.class)
                  .toInstance(stores.getInstance(PendingAuthorizationStore.class));
              OAuthClientBinder.of(binder)
                  .clock(clock)
                  .config(pace.config())
                  .faultPoints(defects)
                  .eventListener(event -> defects.overflow(Defects.LISTENER))
                  .eventListener(listener)
                  .registration(consent(pace, Settings.STRICT.value()).build())
                  .registration(consent(pace, Settings.REFUSED.value()).build())
                  .registration(consent(pace, Settings.PROVIDED.value()).build())
                  .registration(
                      registration(pace, Settings.NAMED.value())
                          .authorizationCode()
                          .redirectUri("https://fleet.example/of-the-named")
                          .tokenEndpoint(
                              System.getProperty("fleet.server").replace("127.0.0.1", "localhost")
                                  + "/token")
                          .build())
                  .registration(
                      consent(pace, Settings.GRACE.value())
                          .rotation(new RotationPolicy.Grace(Duration.ofMinutes(1)))
                          .build())
                  .registration(
                      registration(pace, Settings.OWN.value())
                          .extensionGrant(
                              Settings.OWN_GRANT,
                              context -> Map.of("subject", context.principal().name()))
                          .build())
                  .bindTokenProvider(Settings.PROVIDED.value())
                  .toInstance(this::provide);
            });
    return new Wiring(
        injector.getInstance(OAuthClients.class), injector.getInstance(OAuthMaintenance.class));
  }

  private OAuthToken provide(
      TokenContext context, Optional<OAuthToken> last, TokenRequester requester) {
    defects.overflow(Defects.PROVIDER);
    return requester.refresh();
  }

  /** Moves the pace {@code ELSEWHERE} to this Redis. */
  void goElsewhere(String uri) {
    RedisClient client = Stores.redisClient(uri);
    elsewhere = Optional.of(client);
    Injector stores = Stores.redis(client);
    wirings.put(
        Pace.ELSEWHERE, wiring(Pace.ELSEWHERE, stores.getInstance(TokenStore.class), stores));
  }

  /** Reverses {@link #goElsewhere}. */
  void comeBack() {
    Optional.ofNullable(wirings.remove(Pace.ELSEWHERE)).ifPresent(w -> w.clients().close());
    elsewhere.ifPresent(client -> client.shutdown(Duration.ZERO, Duration.ofSeconds(1)));
    elsewhere = Optional.empty();
  }

  private static ClientRegistration.Builder consent(Pace pace, String id) {
    return registration(pace, id).authorizationCode().redirectUri("https://fleet.example/callback");
  }

  private static ClientRegistration.Builder registration(Pace pace, String id) {
    String server = System.getProperty("fleet.server");
    return ClientRegistration.builder(id)
        .allowPlainHttpOnLoopback()
        .clientSecretBasic(Settings.CLIENT, () -> Settings.SECRET)
        .clockSkew(Duration.ZERO)
        .authorizationEndpoint(System.getProperty("fleet.authorize"))
        .tokenParameter("node", System.getProperty("fleet.node"))
        .tokenParameter("pace", pace.name())
        .tokenEndpoint(server + "/token")
        .revocationEndpoint(server + "/revoke");
  }

  /**
   * Refreshes once, because the first refresh of a JVM loads about a thousand classes, which a
   * short deadline does not allow.
   */
  void warmUp() {
    for (Pace pace : new Pace[] {Pace.CALM, Pace.QUICK}) {
      OAuthSession session =
          wirings
              .get(pace)
              .clients()
              .get(Settings.OWN)
              .session("warm-" + ProcessHandle.current().pid());
      boolean warm = false;
      for (int i = 0; i < MOST_TRIES && !warm; i++) {
        warm = worked(session::token) && worked(session::refresh);
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
    return wirings
        .get(Settings.paceOf(principal))
        .clients()
        .get(Settings.registrationOf(principal));
  }

  OAuthSession session(String principal) {
    return client(principal).session(principal);
  }

  /** {@return the number of documents that were sealed again with the primary key of this node} */
  int reseal() {
    return wirings.values().stream().mapToInt(w -> w.maintenance().reseal(MOST).written()).sum();
  }

  NewerVersion cipher() {
    return cipher;
  }

  ShiftedClock clock() {
    return clock;
  }

  LaggingStore store() {
    return store;
  }

  @Override
  public void close() {
    wirings.values().forEach(wiring -> wiring.clients().close());
  }
}
