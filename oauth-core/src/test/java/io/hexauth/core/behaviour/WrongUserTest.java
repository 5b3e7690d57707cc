// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.grant.ResourceOwner;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TokenEvent;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The worst that can happen: a token of somebody else. */
class WrongUserTest {

  private static final int THREADS = 32;
  private static final int ROUNDS = 6;
  private static final int CALLS = 25;
  private static final int PRINCIPALS = 100;

  private final Subjects server = new Subjects();
  private final VirtualClock clock = VirtualClock.create();
  private final List<TokenEvent> events = new CopyOnWriteArrayList<>();

  /**
   * @param cachedGrants with few, memory is thrown away all the time and more than one cell stands
   *     for a grant
   */
  @ParameterizedTest
  @ValueSource(ints = {100_000, 5})
  void nobodyShouldEverGetATokenOfAnotherPrincipal(int cachedGrants) {
    try (OAuthClients clients = clients(cachedGrants)) {
      OAuthClient client = clients.get("acme");
      List<OAuthSession> kept =
          IntStream.range(0, PRINCIPALS).mapToObj(i -> client.session(principal(i))).toList();

      for (int round = 0; round < ROUNDS; round++) {
        int seed = round * THREADS;
        List<Integer> mismatches =
            Crowd.all(THREADS, thread -> () -> mismatches(client, kept, seed + thread));

        assertThat(mismatches).containsOnly(0);
        // Due the first time, expired the next.
        clock.advance(Duration.ofMinutes(58));
      }
    }
    assertThat(events)
        .allSatisfy(e -> assertThat(subject(e.token())).isEqualTo(name(e.principal())));
    assertThat(server.requests()).isGreaterThan(PRINCIPALS);
    assertThat(server.reuses()).isZero();
  }

  private int mismatches(OAuthClient client, List<OAuthSession> kept, int seed) {
    var random = new Random(seed);
    int mismatches = 0;
    for (int i = 0; i < CALLS; i++) {
      int who = random.nextInt(PRINCIPALS);
      OAuthSession session = random.nextBoolean() ? kept.get(who) : client.session(principal(who));
      OAuthToken token = random.nextInt(4) == 0 ? session.refreshToken() : session.token();
      if (!subject(token).equals(name(principal(who)))
          || !session.principal().equals(principal(who))) {
        mismatches++;
      }
    }
    return mismatches;
  }

  /** Half of them share their names with the other half, in another tenant. */
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
                    .listener(events::add)
                    .resourceOwnerCredentials(
                        "acme", p -> Optional.of(new ResourceOwner(name(p), "password")))
                    .registration(registration))
        .getInstance(OAuthClients.class);
  }
}
