// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import com.google.inject.Binder;
import com.google.inject.Guice;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.memory.ForgettingStore;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.clock.VirtualClock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Separate process that obtains a token for each of many users. */
final class SmallHeapNode {

  /** Number of progress lines for each flood, so that a slow run is visible. */
  static final int PARTS = 10;

  private SmallHeapNode() {}

  /**
   * Runs all floods, and prints the number of calls by result.
   *
   * @param arguments the addresses of the token endpoints
   */
  public static void main(String[] arguments) {
    OAuthClients clients = clients(arguments[0]);
    for (Flood flood : Flood.values()) {
      OAuthClient client = clients.get(flood.name());
      Map<String, Integer> outcomes = new TreeMap<>();
      for (int user = 0; user < flood.users(); user++) {
        outcomes.merge(outcome(client, flood, user), 1, Integer::sum);
        if ((user + 1) % (flood.users() / PARTS) == 0) {
          System.out.println("part of " + flood);
        }
      }
      System.out.println(flood + " " + outcomes);
    }
    Runtime.getRuntime().halt(0);
  }

  private static String outcome(OAuthClient client, Flood flood, int user) {
    try {
      var session = client.session(flood.user(user));
      return flood.asksForTokens() ? session.token().tokenType().value() : "session";
    } catch (RuntimeException e) {
      return e.getClass().getSimpleName();
    }
  }

  private static OAuthClients clients(String server) {
    var memory =
        Guice.createInjector(
            new InMemoryModule(),
            binder -> binder.bind(OAuthClock.class).toInstance(VirtualClock.create()));
    return Guice.createInjector(
            new OAuthClientModule(),
            new FeignTransportModule(),
            binder -> {
              binder.bind(TokenStore.class).to(ForgettingStore.class);
              binder
                  .bind(PendingAuthorizationStore.class)
                  .toInstance(memory.getInstance(PendingAuthorizationStore.class));
              binder.bind(TokenCipher.class).toInstance(memory.getInstance(TokenCipher.class));
            },
            binder -> {
              // The circuit breaker must not open, however many answers cannot be used.
              OAuthClientBinder.of(binder)
                  .config(OAuthClientConfig.defaults().withCircuitThreshold(Integer.MAX_VALUE));
              Stream.of(Flood.values()).forEach(f -> register(f, server, binder));
            })
        .getInstance(OAuthClients.class);
  }

  private static void register(Flood flood, String server, Binder binder) {
    OAuthClientBinder.of(binder)
        .registration(
            ClientRegistration.builder(flood.name())
                .allowPlainHttpOnLoopback()
                .password()
                .clientSecretBasic("app", () -> "secret")
                .tokenEndpoint(server + flood.path())
                .build())
        .bindResourceOwnerCredentials(flood.name())
        .toInstance(p -> Optional.of(new ResourceOwner("alice", "wonderland")));
  }
}
