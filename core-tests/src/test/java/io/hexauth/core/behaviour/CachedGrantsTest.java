// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ten times as many users as grants in memory, with realistic calls: a few users call often. */
class CachedGrantsTest {

  private static final int USERS = 1_000;
  private static final int CACHED = 100;
  private static final int CALLS = 6_000;
  private static final long SEED = 20_261_121;

  private final VirtualClock clock = VirtualClock.create();

  @Test
  void usersWhoComeOftenShouldBeFoundInMemoryWhenThereAreMoreUsersThanItHolds() {
    var memory =
        StrictInjector.create(
            new InMemoryModule(), binder -> binder.bind(OAuthClock.class).toInstance(clock));
    var store = new FaultyStore(memory.getInstance(TokenStore.class));
    List<Integer> calls = calls();
    try (OAuthClients clients =
        StrictInjector.create(
                new OAuthClientModule(),
                binder -> {
                  binder.bind(TokenStore.class).toInstance(store);
                  binder
                      .bind(PendingAuthorizationStore.class)
                      .toInstance(memory.getInstance(PendingAuthorizationStore.class));
                  binder.bind(TokenCipher.class).toInstance(memory.getInstance(TokenCipher.class));
                  binder.bind(OAuthTransport.class).toInstance(new Subjects());
                },
                binder ->
                    OAuthClientBinder.of(binder)
                        .clock(clock)
                        .config(OAuthClientConfig.defaults().withLimits(4, CACHED))
                        .registration(registration())
                        .bindResourceOwnerCredentials("acme")
                        .toInstance(p -> Optional.of(new ResourceOwner(p.name(), "password"))))
            .getInstance(OAuthClients.class)) {
      OAuthClient client = clients.get("acme");
      IntStream.range(0, USERS).forEach(user -> client.session(principal(user)).token());
      int before = store.finds();

      calls.forEach(user -> client.session(principal(user)).token());

      int hits = CALLS - (store.finds() - before);
      assertThat(hits).isGreaterThan((int) (0.9 * hitsOfLeastRecentlyUsed(calls)));
    }
  }

  @Test
  void grantOfAKeptSessionShouldStayWhenItHadToWaitForItsToken() {
    try (var world = new World()) {
      Node node =
          world.node(
              world.password().build(),
              binder ->
                  binder
                      .config(OAuthClientConfig.defaults().withLimits(4, 2))
                      .bindResourceOwnerCredentials("acme")
                      .toInstance(p -> Optional.of(new ResourceOwner("alice", "wonderland"))));
      OAuthSession kept = node.alice();
      kept.token();
      node.client().session(principal(1));
      node.client().session(principal(2));
      int before = world.store().finds();

      node.alice().token();

      assertThat(world.store().finds()).isEqualTo(before);
    }
  }

  private static ClientRegistration registration() {
    return ClientRegistration.builder("acme")
        .password()
        .tokenEndpoint("https://as.example/token")
        .clientSecretPost("app", () -> "secret")
        .build();
  }

  private static Principal principal(int user) {
    return Principal.of("user-" + user);
  }

  /** Calls that are equal in each run: user number n calls in proportion to 1/n. */
  private static List<Integer> calls() {
    double[] sums = new double[USERS];
    double sum = 0;
    for (int i = 0; i < USERS; i++) {
      sum += 1.0 / (i + 1);
      sums[i] = sum;
    }
    List<Integer> names = new ArrayList<>(IntStream.range(0, USERS).boxed().toList());
    var random = new Random(SEED);
    Collections.shuffle(names, random);
    List<Integer> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      int found = Arrays.binarySearch(sums, random.nextDouble() * sum);
      calls.add(names.get(found < 0 ? -found - 1 : found));
    }
    return calls;
  }

  private static int hitsOfLeastRecentlyUsed(List<Integer> calls) {
    Map<Integer, Boolean> kept =
        new LinkedHashMap<>(CACHED, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
            return size() > CACHED;
          }
        };
    IntStream.range(0, USERS).forEach(user -> kept.put(user, true));
    int hits = 0;
    for (int user : calls) {
      if (kept.put(user, true) != null) {
        hits++;
      }
    }
    return hits;
  }
}
