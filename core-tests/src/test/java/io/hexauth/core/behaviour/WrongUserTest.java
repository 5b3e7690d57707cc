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
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No caller ever gets a token of another user. */
class WrongUserTest {

  private static final int THREADS = Integer.getInteger("wrong.user.threads", 32);
  private static final int PRINCIPALS = Integer.getInteger("wrong.user.principals", 100);

  /** Duration of each variant; without it, each variant runs six rounds. */
  private static final Optional<Duration> SOAK =
      Optional.ofNullable(System.getProperty("wrong.user.soak")).map(Duration::parse);

  private static final int ROUNDS = 6;
  private static final int CALLS = 25;

  private final Subjects server = new Subjects();
  private final VirtualClock clock = VirtualClock.create();
  private final AtomicInteger announcedToOthers = new AtomicInteger();
  private final LongAdder announced = new LongAdder();
  private final LongAdder handedOut = new LongAdder();

  /**
   * @param cachedGrants with a low number, grants are removed from memory all the time, and several
   *     cells represent one grant
   */
  @ParameterizedTest
  @ValueSource(ints = {100_000, 5})
  void callersShouldNeverGetATokenOfAnotherPrincipal(int cachedGrants) {
    try (OAuthClients clients = clients(cachedGrants)) {
      OAuthClient client = clients.get("acme");
      List<OAuthSession> kept =
          IntStream.range(0, PRINCIPALS).mapToObj(i -> client.session(principal(i))).toList();

      long start = System.nanoTime();
      for (int round = 0; isToGoOn(round, start); round++) {
        int seed = round * THREADS;
        List<Integer> mismatches =
            Crowd.all(THREADS, thread -> () -> mismatches(client, kept, seed + thread));

        assertThat(mismatches).containsOnly(0);
        // The token is due the first time, and expired the next time.
        clock.advance(Duration.ofMinutes(58));
      }
    }
    assertThat(announcedToOthers).hasValue(0);
    assertThat(server.requests()).isGreaterThan(PRINCIPALS);
    assertThat(server.reuses()).isZero();
    assertThat(announced.sum()).isGreaterThan(PRINCIPALS);
    SOAK.ifPresent(
        time ->
            System.out.printf(
                "%s, %d threads, %d principals, %d cached: %d tokens handed out, %d requests,"
                    + " %d announced, 0 mismatches%n",
                time,
                THREADS,
                PRINCIPALS,
                cachedGrants,
                handedOut.sum(),
                server.requests(),
                announced.sum()));
  }

  private static boolean isToGoOn(int round, long start) {
    return SOAK.map(time -> System.nanoTime() - start < time.toNanos()).orElse(round < ROUNDS);
  }

  private void hear(TokenEvent event) {
    announced.increment();
    if (!subject(event.token().orElseThrow()).equals(name(event.principal()))) {
      announcedToOthers.incrementAndGet();
    }
  }

  private int mismatches(OAuthClient client, List<OAuthSession> kept, int seed) {
    var random = new Random(seed);
    int mismatches = 0;
    for (int i = 0; i < CALLS; i++) {
      int who = random.nextInt(PRINCIPALS);
      OAuthSession session = random.nextBoolean() ? kept.get(who) : client.session(principal(who));
      OAuthToken token = random.nextInt(4) == 0 ? session.refresh() : session.token();
      handedOut.increment();
      if (!subject(token).equals(name(principal(who)))
          || !session.principal().equals(principal(who))) {
        mismatches++;
      }
    }
    return mismatches;
  }

  /**
   * {@return a principal} Half of the principals have the same names as the other half, in another
   * tenant.
   */
  private static Principal principal(int who) {
    return new Principal(who % 2 == 0 ? "" : "tenant", "user-" + who / 2);
  }

  private static String name(Principal principal) {
    return principal.tenant() + "/" + principal.name();
  }

  private static String subject(OAuthToken token) {
    return Subjects.of(token.accessToken().value());
  }

  private OAuthClients clients(int cachedGrants) {
    ClientRegistration registration =
        ClientRegistration.builder("acme")
            .password()
            .tokenEndpoint("https://as.example/token")
            .clientSecretPost("app", () -> "secret")
            .build();
    return StrictInjector.create(
            new OAuthClientModule(),
            new InMemoryModule(),
            binder -> binder.bind(OAuthTransport.class).toInstance(server),
            binder ->
                OAuthClientBinder.of(binder)
                    .clock(clock)
                    .config(OAuthClientConfig.defaults().withLimits(16, cachedGrants))
                    .eventListener(this::hear)
                    .registration(registration)
                    .bindResourceOwnerCredentials("acme")
                    .toInstance(p -> Optional.of(new ResourceOwner(name(p), "password"))))
        .getInstance(OAuthClients.class);
  }
}
