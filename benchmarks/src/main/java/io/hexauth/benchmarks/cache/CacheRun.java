// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.cache;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.util.Modules;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The result of one run.
 *
 * @param users number of users
 * @param cached number of grants that memory holds
 * @param calls number of calls that were counted
 * @param hits number of calls that did not read the store
 * @param hitsOfLeastRecentlyUsed number of the same calls that a least-recently-used cache would
 *     have answered
 * @param nanos mean time of one call, in ns
 */
public record CacheRun(
    int users, int cached, int calls, long hits, long hitsOfLeastRecentlyUsed, double nanos) {

  private static final String REGISTRATION = "benchmark";

  /**
   * Makes twice as many calls as are counted. The first half only fills the memory.
   *
   * @param cached number of grants that memory holds
   */
  public static CacheRun of(int users, int cached, int calls) {
    int[] callers = Users.calls(users, 2 * calls);
    var cipher = new OneDocument();
    var store = new EveryonesStore(grant(cipher));
    OAuthClientConfig config =
        OAuthClientConfig.defaults().withLimits(32, cached).withCachedBytes(Long.MAX_VALUE);
    Module shared = binder -> binder.bind(TokenStore.class).toInstance(store);
    Injector injector = injector(config, cipher, shared);
    try (OAuthClients clients = injector.getInstance(OAuthClients.class)) {
      OAuthClient client = clients.get(REGISTRATION);
      for (int i = 0; i < calls; i++) {
        client.session(user(callers[i])).token();
      }
      long finds = store.finds();
      long start = System.nanoTime();
      for (int i = calls; i < 2 * calls; i++) {
        client.session(user(callers[i])).token();
      }
      long nanos = System.nanoTime() - start;
      return new CacheRun(
          users,
          cached,
          calls,
          calls - (store.finds() - finds),
          Users.hitsOfLeastRecentlyUsed(callers, calls, cached),
          (double) nanos / calls);
    }
  }

  /** {@return the hits of Hexauth divided by the hits of a least-recently-used cache} */
  public double ofLeastRecentlyUsed() {
    return (double) hits / hitsOfLeastRecentlyUsed;
  }

  private static Principal user(int number) {
    return Principal.of("user-" + number);
  }

  /** {@return the stored grant of one user; the cipher keeps its document} */
  private static StoredGrant grant(OneDocument cipher) {
    Injector injector = injector(OAuthClientConfig.defaults(), cipher, binder -> {});
    try (OAuthClients clients = injector.getInstance(OAuthClients.class)) {
      clients.get(REGISTRATION).session(user(0)).token();
      GrantKey key =
          GrantKey.of(
              OAuthClientConfig.defaults().namespace(),
              ClientRegistrationId.of(REGISTRATION),
              user(0));
      return injector.getInstance(TokenStore.class).find(key).grant().orElseThrow();
    }
  }

  private static Injector injector(OAuthClientConfig config, TokenCipher cipher, Module store) {
    return Guice.createInjector(
        new OAuthClientModule(),
        Modules.override(new InMemoryModule())
            .with(store, binder -> binder.bind(TokenCipher.class).toInstance(cipher)),
        binder -> {
          binder.bind(OAuthTransport.class).toInstance(CacheRun::granted);
          OAuthClientBinder.of(binder)
              .config(config)
              .registration(
                  ClientRegistration.builder(REGISTRATION)
                      .password()
                      .clientSecretBasic("client", () -> "secret")
                      .tokenEndpoint("https://login.example/token")
                      .build())
              .bindResourceOwnerCredentials(REGISTRATION)
              .toInstance(user -> Optional.of(new ResourceOwner("user", "password")));
        });
  }

  private static TransportResult granted(TransportRequest request) {
    return new TransportResult.Response(
        200,
        Map.of("content-type", List.of("application/json")),
        """
        {"access_token":"2YotnFZFEjr1zCsicMWpAA2YotnFZFEjr1zC","token_type":"Bearer","expires_in":36000}"""
            .getBytes(StandardCharsets.UTF_8));
  }

  /** A cipher that returns the document that it sealed last, for every stored grant. */
  private static final class OneDocument implements TokenCipher {

    private volatile byte[] document = {};

    @Override
    public Sealed seal(byte[] plain, byte[] associatedData) {
      document = plain;
      return new Sealed("none", new byte[] {0});
    }

    @Override
    public Optional<byte[]> open(Sealed sealed, byte[] associatedData) {
      return Optional.of(document);
    }

    @Override
    public Keys keys() {
      return new Keys("none", Set.of("none"));
    }
  }
}
