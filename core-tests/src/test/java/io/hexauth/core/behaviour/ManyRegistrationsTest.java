// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.error.UnknownRegistrationException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.RevisedRegistration;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ten thousand registrations of an application's database, some of which change and disappear. */
class ManyRegistrationsTest {

  private static final int ALL = 10_000;
  private static final int CHANGING = 100;
  private static final int ROUNDS = 4;
  private static final int THREADS = 64;
  private static final int CALLS = 200;
  private static final int GONE = -1;

  private final VirtualClock clock = VirtualClock.create();

  /** Revisions of the registrations; the first hundred registrations change. */
  private final AtomicIntegerArray revisions = new AtomicIntegerArray(ALL);

  private final ConcurrentLinkedQueue<WeakReference<ClientRegistration>> old =
      new ConcurrentLinkedQueue<>();

  private Optional<RevisedRegistration> find(ClientRegistrationId id) {
    int number = Integer.parseInt(id.value().substring(1));
    int revision = revisions.get(number);
    if (revision == GONE) {
      return Optional.empty();
    }
    ClientRegistration registration =
        ClientRegistration.builder(id.value())
            .clientCredentials()
            .clientSecretBasic(id.value() + "r" + revision, () -> "secret")
            .tokenEndpoint("https://server.example/token")
            .build();
    if (number < CHANGING) {
      old.add(new WeakReference<>(registration));
    }
    return Optional.of(RevisedRegistration.of(registration, Integer.toString(revision)));
  }

  /** Answers with tokens that contain the id of the client. */
  private static TransportResult answer(TransportRequest request) {
    String basic = request.headers().get("Authorization").substring("Basic ".length());
    String client =
        new String(Base64.getDecoder().decode(basic), StandardCharsets.US_ASCII).split(":")[0];
    String body =
        "{\"access_token\":\"" + client + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}";
    return new TransportResult.Response(
        200,
        Map.of("content-type", List.of("application/json")),
        body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void noCallShouldUseAnotherRegistrationAndNoneShouldBeKeptThatHasChanged() {
    OAuthClients clients =
        StrictInjector.create(
                new OAuthClientModule(),
                new InMemoryModule(),
                binder ->
                    binder.bind(OAuthTransport.class).toInstance(ManyRegistrationsTest::answer),
                binder ->
                    OAuthClientBinder.of(binder)
                        .clock(clock)
                        .bindClientRegistrations()
                        .toInstance(this::find))
            .getInstance(OAuthClients.class);
    try (clients) {
      IntStream.range(0, ALL).forEach(number -> called(clients, number));
      for (int round = 0; round < ROUNDS; round++) {
        List<CompletableFuture<Integer>> calling =
            Crowd.start(THREADS, thread -> () -> calls(clients, new Random(thread)));
        for (int number = 0; number < CHANGING; number++) {
          revisions.set(number, number % 2 == round % 2 ? GONE : round + 1);
        }
        clock.advance(Duration.ofSeconds(31));
        assertThat(calling).allSatisfy(done -> assertThat(Crowd.get(done)).isEqualTo(CALLS));
      }
      clock.advance(Duration.ofSeconds(31));
      IntStream.range(0, CHANGING).forEach(number -> revisions.set(number, GONE));
      IntStream.range(0, CHANGING).forEach(number -> called(clients, number));
      assertThat(old).hasSizeGreaterThan(CHANGING);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                System.gc();
                assertThat(old).allSatisfy(gone -> assertThat(gone.get()).isNull());
              });
    }
  }

  private int calls(OAuthClients clients, Random random) {
    for (int call = 0; call < CALLS; call++) {
      called(clients, random.nextInt(call % 2 == 0 ? CHANGING : ALL));
    }
    return CALLS;
  }

  /** Checks that a token belongs to this registration, in any revision. */
  private static void called(OAuthClients clients, int number) {
    try {
      String token = clients.get("t" + number).token().accessToken().value();
      assertThat(token).startsWith("t" + number + "r");
    } catch (UnknownRegistrationException e) {
      assertThat(number).isLessThan(CHANGING);
    }
  }
}
