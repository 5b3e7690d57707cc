// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Binder;
import com.google.inject.Injector;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.concurrent.Pools;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.server.Gates;
import io.hexauth.core.internal.server.RegistrationSource;
import io.hexauth.core.internal.server.RequestGate;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.internal.grant.AnswerKind;
import io.hexauth.domain.internal.refresh.RequestKind;
import io.hexauth.domain.registration.ClientAuthentication;
import io.hexauth.domain.registration.ClientAuthentication.Credentials;
import io.hexauth.domain.registration.ClientId;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientSecret;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.RotationPolicy;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Growth of pauses from one failure to the next, and their reset. */
class PausesTest {

  private static final Principal ALICE = Principal.of("alice");
  private static final Endpoint AT = new Endpoint(URI.create("https://as.example/token"));
  private static final Credentials CREDENTIALS =
      new ClientAuthentication.ClientSecretPost(() -> new ClientSecret("secret"))
          .credentials(new ClientId("app"));
  private static final Duration EXPIRED = Duration.ofHours(2);

  /** Without the circuit breaker, which causes a separate pause. */
  private static final OAuthClientConfig CONFIG =
      OAuthClientConfig.defaults().withCircuitThreshold(Integer.MAX_VALUE);

  private static final TransportResult NOT_SENT =
      new TransportResult.NotSent(TransportResult.Failure.CONNECT, "refused");
  private static final TransportResult UNKNOWN =
      new TransportResult.Unknown(TransportResult.Failure.CUT, "reset");
  private static final TransportResult TOKEN =
      new TransportResult.Response(
          200,
          Map.of("content-type", List.of("application/json")),
          "{\"access_token\":\"new\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
              .getBytes(StandardCharsets.UTF_8));

  private final VirtualClock clock = VirtualClock.create();
  private final RandomSource random = new RandomSource(new Unlucky());
  private final Injector memory =
      StrictInjector.create(
          new InMemoryModule(), binder -> binder.bind(OAuthClock.class).toInstance(clock));
  private final List<TaskPools> pools = new ArrayList<>();
  private TransportResult answer = TOKEN;

  @AfterEach
  void close() {
    pools.forEach(TaskPools::close);
  }

  /** Random source for the longest possible pause; its other values are random. */
  private static final class Unlucky extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public double nextDouble() {
      return Math.nextDown(1.0);
    }
  }

  /** {@return a new process, which knows nothing of failures of other processes} */
  private GrantEngine node() {
    var node = Pools.of(CONFIG, clock);
    pools.add(node);
    var registration =
        ClientRegistration.builder("acme")
            .authorizationCode()
            .authorizationEndpoint("https://as.example/authorize")
            .tokenEndpoint("https://as.example/token")
            .redirectUri("https://app.example/callback")
            .clientSecretPost("app", () -> "secret")
            .rotation(new RotationPolicy.NonRotating())
            .build();
    return Engines.of(
        registration,
        binder -> {
          shared(binder, TokenStore.class);
          shared(binder, PendingAuthorizationStore.class);
          shared(binder, TokenCipher.class);
          binder.bind(OAuthTransport.class).toInstance(request -> answer);
          binder.bind(OAuthClock.class).toInstance(clock);
          binder.bind(OAuthClientConfig.class).toInstance(CONFIG);
          binder.bind(RandomSource.class).toInstance(random);
          binder.bind(TaskPools.class).toInstance(node);
        });
  }

  private <T> void shared(Binder binder, Class<T> port) {
    binder.bind(port).toInstance(memory.getInstance(port));
  }

  private GrantEngine withGrant() {
    GrantEngine node = node();
    node.replace(
        cell(node),
        OAuthToken.builder("old").refreshToken("refresh").expiresAt(clock.instant()).build());
    clock.advance(EXPIRED);
    return node;
  }

  private static TokenCell cell(GrantEngine node) {
    return node.cell(ALICE, node.registration().access());
  }

  /** {@return the time without a request after one failed refresh} */
  private Duration pauseAfterFailure(GrantEngine node) {
    assertThat(failure(node)).as("what was sent and failed").isEmpty();
    Duration pause = failure(node).orElseThrow();
    clock.advance(pause);
    return pause;
  }

  private static Optional<Duration> failure(GrantEngine node) {
    try {
      throw new AssertionError(node.refresh(cell(node)));
    } catch (ServiceUnavailableException e) {
      return e.retryAfter();
    }
  }

  private static Duration almost(long seconds) {
    return Duration.ofSeconds(seconds).minusMillis(1);
  }

  @Test
  void pausesOfAGrantShouldDoubleWhileTheServerIsNotReachedAndBeShortAfterAToken() {
    GrantEngine node = withGrant();
    answer = NOT_SENT;

    for (long seconds : new long[] {1, 2, 4, 8}) {
      assertThat(pauseAfterFailure(node)).isEqualTo(almost(seconds));
    }

    answer = TOKEN;
    assertThat(node.refresh(cell(node)).accessToken().value()).isEqualTo("new");
    answer = NOT_SENT;
    assertThat(pauseAfterFailure(node)).isEqualTo(almost(1));
  }

  @Test
  void pausesOfAGrantShouldDoubleFromOneProcessToTheNext() {
    withGrant();
    answer = UNKNOWN;

    for (long seconds : new long[] {1, 2, 4, 8}) {
      assertThat(pauseAfterFailure(node())).isEqualTo(almost(seconds));
    }
  }

  private Duration pauseAfterRefusal(RequestGate gate, AnswerKind answerKind) {
    gate.left(RequestKind.OWN_GRANT, AT, CREDENTIALS, answerKind, Duration.ZERO);
    Duration pause = Duration.ZERO;
    while (gate.refusal(RequestKind.OWN_GRANT, AT).isPresent()) {
      assertThat(pause).isLessThan(Duration.ofHours(1));
      pause = pause.plusSeconds(1);
      clock.advance(Duration.ofSeconds(1));
    }
    return pause;
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLIENT_REFUSED", "GRANT_TYPE_REFUSED"})
  void pausesOfARefusedClientShouldDoubleUpToFiveMinutesAndBeShortAfterAToken(AnswerKind refused) {
    RequestGate gate =
        Gates.of(CONFIG, clock, random).of(node().registration(), RegistrationSource.BOUND);

    for (long seconds : new long[] {10, 20, 40, 80, 160, 300, 300}) {
      assertThat(pauseAfterRefusal(gate, refused)).isEqualTo(Duration.ofSeconds(seconds));
    }

    gate.left(RequestKind.OWN_GRANT, AT, CREDENTIALS, AnswerKind.DONE, Duration.ZERO);
    assertThat(pauseAfterRefusal(gate, refused)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aTokenOfAVisitorShouldNotMakeThePausesOfARefusedClientShort() {
    RequestGate gate =
        Gates.of(CONFIG, clock, random).of(node().registration(), RegistrationSource.BOUND);
    pauseAfterRefusal(gate, AnswerKind.CLIENT_REFUSED);

    gate.left(RequestKind.CODE_EXCHANGE, AT, CREDENTIALS, AnswerKind.DONE, Duration.ZERO);

    assertThat(pauseAfterRefusal(gate, AnswerKind.CLIENT_REFUSED))
        .isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void aVisitorShouldNotBeTheOneWhoFindsOutWhetherTheServerIsBack() {
    OAuthClientConfig config = OAuthClientConfig.defaults().withCircuitThreshold(1);
    RequestGate gate =
        Gates.of(config, clock, random).of(node().registration(), RegistrationSource.BOUND);
    gate.left(RequestKind.OWN_GRANT, AT, CREDENTIALS, AnswerKind.NOT_SENT, Duration.ZERO);
    assertThat(gate.enter(RequestKind.CODE_EXCHANGE, AT, CREDENTIALS)).as("open").isPresent();
    clock.advance(Duration.ofMinutes(1));

    assertThat(gate.enter(RequestKind.CODE_EXCHANGE, AT, CREDENTIALS)).isEmpty();
    Optional<OAuthException> grant = gate.enter(RequestKind.OWN_GRANT, AT, CREDENTIALS);
    assertThat(grant).as("not kept waiting by the visitor").isEmpty();
    assertThat(gate.enter(RequestKind.CODE_EXCHANGE, AT, CREDENTIALS))
        .as("one finds out")
        .isPresent();
    gate.left(RequestKind.CODE_EXCHANGE, AT, CREDENTIALS, AnswerKind.NO_ANSWER, Duration.ZERO);
    assertThat(gate.enter(RequestKind.OWN_GRANT, AT, CREDENTIALS))
        .as("still one finds out")
        .isPresent();
    gate.left(RequestKind.OWN_GRANT, AT, CREDENTIALS, AnswerKind.DONE, Duration.ZERO);
    assertThat(gate.enter(RequestKind.OWN_GRANT, AT, CREDENTIALS)).isEmpty();
  }

  private static Duration lookAgain(GrantEngine node, int user) {
    TokenCell cell = node.cell(Principal.of("user-" + user), node.registration().access());
    node.replace(cell, OAuthToken.builder("endless").build());
    Snapshot token = Optional.ofNullable(cell.snapshot()).orElseThrow();
    return Duration.ofNanos(token.lookAgain() - token.confirmed());
  }

  @Test
  void memoryShouldAskTheStoreAgainAtDifferentTimesWithinTheLastFifthOfTheStaleness() {
    GrantEngine first = node();
    GrantEngine second = node();
    var here = new ArrayList<Duration>();
    var there = new ArrayList<Duration>();
    for (int user = 0; user < 50; user++) {
      here.add(lookAgain(first, user));
      there.add(lookAgain(second, user));
    }

    assertThat(here)
        .allSatisfy(
            pause -> assertThat(pause).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(30)));
    assertThat(Set.copyOf(here)).as("between grants").hasSizeGreaterThan(25);
    assertThat(there).as("between nodes").isNotEqualTo(here);
    assertThat(lookAgain(first, 0)).as("the same each time").isEqualTo(here.get(0));
  }
}
