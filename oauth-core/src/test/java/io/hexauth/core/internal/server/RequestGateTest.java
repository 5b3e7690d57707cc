// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.Garbage;
import io.hexauth.core.internal.events.Dispatchers;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.internal.grant.AnswerKind;
import io.hexauth.domain.internal.refresh.RequestKind;
import io.hexauth.domain.registration.ClientAuthentication;
import io.hexauth.domain.registration.ClientAuthentication.Credentials;
import io.hexauth.domain.registration.ClientId;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientSecret;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.testkit.clock.VirtualClock;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Pauses of the circuit breaker: their length, the request that tests the server, and the affected
 * registrations.
 */
class RequestGateTest {

  private static final Endpoint AT = new Endpoint(URI.create("https://as.example/oauth"));
  private static final Credentials CREDENTIALS =
      new ClientAuthentication.ClientSecretPost(() -> new ClientSecret("secret"))
          .credentials(new ClientId("app"));
  private static final double JITTER = 0.75;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(750);
  private static final Duration SECOND_PAUSE = Duration.ofMillis(1500);

  private final VirtualClock clock = VirtualClock.create();
  private final AtomicReference<Runnable> beforeReading = new AtomicReference<>(() -> {});
  private final RequestGates gates =
      new RequestGates(
          Dispatchers.unheard(),
          OAuthClientConfig.defaults().withCircuitThreshold(1),
          new OAuthClock() {
            @Override
            public Instant instant() {
              return clock.instant();
            }

            @Override
            public long nanoTime() {
              beforeReading.getAndSet(() -> {}).run();
              return clock.nanoTime();
            }
          },
          new RandomSource(new Drawn()));
  private final ClientRegistration registration = registration("acme");
  private final RequestGate gate = gates.of(registration, RegistrationSource.BOUND);

  /** Random source that returns the same fraction each time. */
  private static final class Drawn extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public double nextDouble() {
      return JITTER;
    }
  }

  /** {@return a registration whose revocation endpoint equals its token endpoint} */
  private static ClientRegistration registration(String id) {
    return ClientRegistration.builder(id)
        .clientCredentials()
        .tokenEndpoint("https://as.example/oauth")
        .revocationEndpoint("https://as.example/oauth")
        .clientSecretPost("app", () -> "secret")
        .build();
  }

  private static void fail(RequestGate gate) {
    fail(gate, RequestKind.OWN_GRANT);
  }

  private static void fail(RequestGate gate, RequestKind kind) {
    assertThat(gate.enter(kind, AT, CREDENTIALS)).isEmpty();
    gate.left(kind, AT, CREDENTIALS, AnswerKind.NOT_SENT, Duration.ZERO);
  }

  private static Optional<Duration> closedFor(RequestGate gate) {
    return closedFor(gate.refusal(RequestKind.OWN_GRANT, AT));
  }

  private static Optional<Duration> closedFor(Optional<OAuthException> refusal) {
    return refusal.flatMap(e -> ((ServiceUnavailableException) e).retryAfter());
  }

  private Optional<Duration> clientWaits() {
    return gate.refusal(RequestKind.OWN_GRANT, AT)
        .flatMap(e -> ((TokenRequestRejectedException) e).retryAfter());
  }

  @Test
  void pauseShouldBeDrawnAndGrowWithEachFailureInARow() {
    fail(gate);
    assertThat(closedFor(gate)).contains(FIRST_PAUSE);
    clock.advance(FIRST_PAUSE);
    fail(gate);

    assertThat(closedFor(gate)).contains(SECOND_PAUSE);
  }

  @Test
  void pauseShouldBeAsLongAsTheServerAsks() {
    gate.left(RequestKind.OWN_GRANT, AT, CREDENTIALS, AnswerKind.BUSY, Duration.ofMinutes(2));

    assertThat(closedFor(gate)).contains(Duration.ofMinutes(2));
    clock.advance(Duration.ofSeconds(119));
    assertThat(closedFor(gate)).contains(Duration.ofSeconds(1));
  }

  /** The second request enters while the first one reads the clock. */
  @ParameterizedTest
  @EnumSource(names = {"OWN_GRANT", "REVOCATION"})
  void oneShouldFindOutWhenTwoComeAtOnceAfterThePause(RequestKind kind) {
    fail(gate, kind);
    clock.advance(FIRST_PAUSE);
    var second = new AtomicReference<Optional<OAuthException>>();
    beforeReading.set(() -> second.set(gate.enter(kind, AT, CREDENTIALS)));

    Optional<OAuthException> first = gate.enter(kind, AT, CREDENTIALS);

    assertThat(second.get()).as("who was faster").isEmpty();
    assertThat(closedFor(first)).contains(Duration.ofSeconds(1));
  }

  @Test
  void nextRequestShouldFindOutWhenTheOneThatWasToFindOutWasNotTried() {
    fail(gate);
    clock.advance(FIRST_PAUSE);
    assertThat(gate.enter(RequestKind.OWN_GRANT, AT, CREDENTIALS)).isEmpty();
    assertThat(gate.enter(RequestKind.OWN_GRANT, AT, CREDENTIALS)).isPresent();

    gate.left(RequestKind.OWN_GRANT, AT, CREDENTIALS, AnswerKind.NOT_TRIED, Duration.ZERO);

    assertThat(gate.enter(RequestKind.OWN_GRANT, AT, CREDENTIALS)).isEmpty();
    assertThat(gate.enter(RequestKind.OWN_GRANT, AT, CREDENTIALS)).isPresent();
  }

  @Test
  void exchangeOfACodeShouldNeitherFindOutNorEndTheRequestThatDoes() {
    fail(gate);
    clock.advance(FIRST_PAUSE);
    assertThat(gate.enter(RequestKind.CODE_EXCHANGE, AT, CREDENTIALS)).isEmpty();
    assertThat(gate.enter(RequestKind.OWN_GRANT, AT, CREDENTIALS)).as("finds out").isEmpty();

    gate.left(RequestKind.CODE_EXCHANGE, AT, CREDENTIALS, AnswerKind.NO_ANSWER, Duration.ZERO);

    assertThat(closedFor(gate)).as("still under way").contains(Duration.ofSeconds(1));
  }

  @Test
  void refusedClientShouldWaitTwiceAsLongEachTimeUntilTheServerTakesIt() {
    refuseClient();
    assertThat(clientWaits()).contains(Duration.ofSeconds(10));
    clock.advance(Duration.ofSeconds(4));
    assertThat(clientWaits()).contains(Duration.ofSeconds(6));
    clock.advance(Duration.ofSeconds(6));
    refuseClient();
    assertThat(clientWaits()).contains(Duration.ofSeconds(20));
    clock.advance(Duration.ofSeconds(20));

    gate.left(RequestKind.OWN_GRANT, AT, CREDENTIALS, AnswerKind.DONE, Duration.ZERO);
    refuseClient();

    assertThat(clientWaits()).contains(Duration.ofSeconds(10));
  }

  private void refuseClient() {
    gate.left(RequestKind.OWN_GRANT, AT, CREDENTIALS, AnswerKind.CLIENT_REFUSED, Duration.ZERO);
  }

  @Test
  void registrationsOfOneEndpointShouldShareItsPauseAndNoRefusalOfAClient() {
    RequestGate other = gates.of(registration("other"), RegistrationSource.BOUND);
    fail(gate);
    assertThat(closedFor(other)).contains(FIRST_PAUSE);
    clock.advance(FIRST_PAUSE);

    refuseClient();

    assertThat(clientWaits()).isPresent();
    assertThat(closedFor(other)).isEmpty();
  }

  @Test
  void revocationsShouldShareAPauseThatTokenRequestsToTheSameAddressHaveNoPartIn() {
    gate.left(RequestKind.REVOCATION, AT, CREDENTIALS, AnswerKind.NO_ANSWER, Duration.ofMinutes(1));

    assertThat(
            closedFor(
                gates
                    .of(registration("other"), RegistrationSource.BOUND)
                    .refusal(RequestKind.REVOCATION, AT)))
        .contains(Duration.ofMinutes(1));
    assertThat(closedFor(gate)).isEmpty();
    fail(gate);
    assertThat(closedFor(gate)).contains(FIRST_PAUSE);
  }

  @Test
  void endpointsShouldHavePausesOfTheirOwn() {
    fail(gate);

    assertThat(
            gate.refusal(
                RequestKind.OWN_GRANT, new Endpoint(URI.create("https://as.example/refresh"))))
        .isEmpty();
    assertThat(closedFor(gate)).contains(FIRST_PAUSE);
  }

  private static Endpoint endpoint(int number) {
    return new Endpoint(URI.create("https://as.example/oauth" + number));
  }

  @Test
  void pausesShouldStayWhileARegistrationUsesTheEndpoints() {
    fail(gate);
    fail(gate, RequestKind.REVOCATION);
    gate.left(RequestKind.OWN_GRANT, endpoint(1), CREDENTIALS, AnswerKind.NOT_SENT, Duration.ZERO);
    Garbage.collect();

    assertThat(closedFor(gate)).contains(FIRST_PAUSE);
    assertThat(closedFor(gate.refusal(RequestKind.REVOCATION, AT))).contains(FIRST_PAUSE);
    RequestGate newcomer = gates.of(registration("newcomer"), RegistrationSource.BOUND);
    assertThat(closedFor(newcomer)).contains(FIRST_PAUSE);
    assertThat(closedFor(newcomer.refusal(RequestKind.OWN_GRANT, endpoint(1))))
        .contains(FIRST_PAUSE);
  }

  /** So far, only the circuit breaker of an old revision has sent requests. */
  @ParameterizedTest
  @EnumSource(names = {"OWN_GRANT", "REVOCATION"})
  void pauseShouldStayWhenTheRegistrationChanges(RequestKind kind) {
    fail(gates.of(registration("tenant"), RegistrationSource.SERVED), kind);
    RequestGate next = gates.of(registration("tenant"), RegistrationSource.SERVED);
    Garbage.collect();

    assertThat(closedFor(next.refusal(kind, AT))).contains(FIRST_PAUSE);
  }

  @Test
  void registrationThatNamesEndpointAfterEndpointShouldKeepFewAndEndNoPauseOfAnother() {
    RequestGate hostile = gates.of(registration("hostile"), RegistrationSource.BOUND);
    fail(gate);
    var named = new ArrayList<WeakReference<Endpoint>>();
    for (int i = 0; i < 1_000; i++) {
      Endpoint next = endpoint(i);
      named.add(new WeakReference<>(next));
      assertThat(hostile.refusal(RequestKind.OWN_GRANT, next)).isEmpty();
      assertThat(closedFor(hostile)).contains(FIRST_PAUSE);
    }
    Garbage.collect();
    assertThat(closedFor(gate)).contains(FIRST_PAUSE);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              Garbage.collect();
              assertThat(
                      gates
                          .of(registration("newcomer"), RegistrationSource.BOUND)
                          .refusal(RequestKind.OWN_GRANT, AT))
                  .isPresent();
              assertThat(named).filteredOn(endpoint -> endpoint.get() != null).hasSizeLessThan(10);
            });
    assertThat(closedFor(hostile)).as("is in use").contains(FIRST_PAUSE);
  }
}
