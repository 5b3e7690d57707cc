// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.inject.Injector;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.concurrent.Pools;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.RotationPolicy;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.log.LogCapture;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps of one process to a token, with the store and the server. */
@Timeout(60)
class RefreshStepsTest {

  private static final TransportResult NOT_SENT =
      new TransportResult.NotSent(TransportResult.Failure.CONNECT, "refused");
  private static final TransportResult UNKNOWN =
      new TransportResult.Unknown(TransportResult.Failure.CUT, "reset");

  private final VirtualClock clock = VirtualClock.create();
  private final Injector memory =
      StrictInjector.create(
          new InMemoryModule(), binder -> binder.bind(OAuthClock.class).toInstance(clock));
  private final WatchedStore store = new WatchedStore(memory.getInstance(TokenStore.class));
  private final AtomicInteger sent = new AtomicInteger();
  private final Queue<TransportResult> answers = new ArrayDeque<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<Boolean> unstored = new CopyOnWriteArrayList<>();
  private volatile Runnable beforeAnswer = () -> {};
  private final List<TaskPools> all = new ArrayList<>();

  @AfterEach
  void close() {
    released.countDown();
    all.forEach(TaskPools::close);
  }

  private GrantEngine node(OAuthClientConfig config, ClientRegistration registration) {
    TaskPools pools = Pools.of(config, clock);
    all.add(pools);
    return Engines.of(
        registration,
        binder -> {
          binder.bind(TokenStore.class).toInstance(store);
          binder
              .bind(PendingAuthorizationStore.class)
              .toInstance(memory.getInstance(PendingAuthorizationStore.class));
          binder.bind(TokenCipher.class).toInstance(memory.getInstance(TokenCipher.class));
          binder.bind(OAuthTransport.class).toInstance(request -> answer());
          binder.bind(OAuthClock.class).toInstance(clock);
          binder.bind(OAuthClientConfig.class).toInstance(config);
          binder.bind(RandomSource.class).toInstance(new RandomSource(new SecureRandom()));
          binder.bind(TaskPools.class).toInstance(pools);
        });
  }

  private synchronized TransportResult answer() {
    int number = sent.incrementAndGet();
    beforeAnswer.run();
    return answers.isEmpty() ? token("new-" + number) : answers.remove();
  }

  private static TransportResult token(String value) {
    return new TransportResult.Response(
        200,
        Map.of("content-type", List.of("application/json")),
        ("{\"access_token\":\"" + value + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}")
            .getBytes(StandardCharsets.UTF_8));
  }

  private static ClientRegistration.Builder codes() {
    return server()
        .authorizationCode()
        .authorizationEndpoint("https://as.example/authorize")
        .redirectUri("https://app.example/callback");
  }

  private static ClientRegistration.Builder server() {
    return ClientRegistration.builder("acme")
        .tokenEndpoint("https://as.example/token")
        .clientSecretBasic("app", () -> "secret");
  }

  private static TokenCell cell(GrantEngine node, String user) {
    Principal who = user.isEmpty() ? Principal.self() : Principal.of(user);
    return node.cell(who, node.registration().access());
  }

  private void grant(GrantEngine node, String user) {
    OAuthToken token =
        OAuthToken.builder("old")
            .refreshToken("refresh")
            .expiresAt(clock.instant().plusSeconds(3600))
            .build();
    assertThat(node.replace(cell(node, user), token)).isNotNull();
  }

  @Test
  void leaseShouldNotBeAskedForWhileNothingIsSent() {
    GrantEngine node = node(OAuthClientConfig.defaults().withCircuitThreshold(1), codes().build());
    grant(node, "alice");
    grant(node, "bob");
    answers.add(NOT_SENT);
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.refresh(cell(node, "alice")));
    int writes = store.writes.get();

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.refresh(cell(node, "bob")))
        .matches(e -> e.retryAfter().isPresent());

    assertThat(sent).hasValue(1);
    assertThat(store.writes).hasValue(writes);
  }

  private static OAuthClientConfig times(int deadline, int lease) {
    return OAuthClientConfig.defaults()
        .withRefreshTimes(
            Duration.ofSeconds(deadline), Duration.ofSeconds(lease), Duration.ofSeconds(30));
  }

  /**
   * {@return an engine that is slow once after it took the lease, and once more while the server
   * does not answer}
   */
  private GrantEngine slow(OAuthClientConfig config, Duration grace, int leased, int silent) {
    GrantEngine node = node(config, codes().rotation(new RotationPolicy.Grace(grace)).build());
    grant(node, "alice");
    answers.add(UNKNOWN);
    var times = new ArrayDeque<>(List.of(leased));
    store.afterWrite =
        () -> clock.advance(Duration.ofSeconds(times.isEmpty() ? 0 : times.remove()));
    var silence = new ArrayDeque<>(List.of(silent));
    beforeAnswer =
        () -> clock.advance(Duration.ofSeconds(silence.isEmpty() ? 0 : silence.remove()));
    return node;
  }

  @Test
  void graceOfTheServerShouldCountFromTheFirstRequestAndNotFromTheLease() {
    GrantEngine node = slow(times(5, 60), Duration.ofSeconds(20), 20, 10);

    assertThat(node.refresh(cell(node, "alice")).accessToken().value()).isEqualTo("new-2");
  }

  @Test
  void graceOfTheServerShouldBeOverWhenTheNextAnswerCouldComeAfterIt() {
    GrantEngine node = slow(times(5, 60), Duration.ofSeconds(20), 0, 16);

    assertThat(catchThrowable(() -> node.refresh(cell(node, "alice")))).isNotNull();
    assertThat(sent).hasValue(1);
  }

  @Test
  void refreshTokenShouldNotBePresentedAgainWhenTheLeaseEndsBeforeTheNextAnswerCouldCome() {
    GrantEngine node = slow(times(5, 30), Duration.ofMinutes(10), 20, 8);

    assertThat(catchThrowable(() -> node.refresh(cell(node, "alice")))).isNotNull();
    assertThat(sent).hasValue(1);
  }

  /** Memory has room for one other view, so the view gets another cell later. */
  @Test
  void everyCallerShouldKnowTheTokenThatTheyWaitedForTogether() throws Exception {
    GrantEngine node =
        node(
            OAuthClientConfig.defaults().withViewsPerGrant(1),
            server().clientCredentials().scopes("read", "write").build());
    var asked = new CountDownLatch(1);
    beforeAnswer =
        () -> {
          asked.countDown();
          awaitQuietly(released);
        };
    TokenCell before = node.cell(Principal.self(), AccessRequest.of(Scopes.of("read")));
    CompletableFuture<OAuthToken> first = started(() -> node.usable(before).token());
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(node.cell(Principal.self(), AccessRequest.of(Scopes.of("write")))).isNotNull();
    TokenCell after = node.cell(Principal.self(), AccessRequest.of(Scopes.of("read")));
    CompletableFuture<OAuthToken> second = started(() -> node.usable(after).token());
    await().until(() -> waiting() == 2);
    released.countDown();

    assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(second.get(20, TimeUnit.SECONDS));
    assertThat(sent).hasValue(1);
    assertThat(List.of(before, after))
        .doesNotHaveDuplicates()
        .allSatisfy(cell -> assertThat(cell.snapshot()).isNotNull());
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_scope", "invalid_target"})
  void accessThatTheServerRefusedShouldNotBeAskedForAgainForAWhile(String code) {
    GrantEngine node =
        node(
            OAuthClientConfig.defaults(),
            codes().rotation(new RotationPolicy.NonRotating()).build());
    grant(node, "alice");
    answers.add(
        new TransportResult.Response(
            400,
            Map.of("content-type", List.of("application/json")),
            ("{\"error\":\"" + code + "\"}").getBytes(StandardCharsets.UTF_8)));

    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(TokenRequestRejectedException.class)
          .isThrownBy(() -> node.refresh(cell(node, "alice")))
          .matches(e -> e.error().code().value().equals(code));
    }

    assertThat(sent).hasValue(1);
  }

  @Test
  void newGrantShouldBeFetchedOnceForCallersWhoComeTogether() throws Exception {
    GrantEngine node = node(OAuthClientConfig.defaults(), server().clientCredentials().build());
    beforeAnswer = () -> awaitQuietly(released);

    assertThat(together(() -> node.fetch(cell(node, "")))).isTrue();

    assertThat(sent).hasValue(1);
  }

  @Test
  void storeShouldBeLookedAtOnceForCallersWhoComeTogether() throws Exception {
    GrantEngine node = node(OAuthClientConfig.defaults(), codes().build());
    store.beforeFind = () -> awaitQuietly(released);

    assertThat(together(() -> node.current(cell(node, "alice")))).isTrue();

    assertThat(store.finds).hasValue(1);
  }

  /** {@return true if two callers got the same result} */
  private <T> boolean together(Callable<T> call) throws Exception {
    CompletableFuture<T> first = started(call);
    CompletableFuture<T> second = started(call);
    await().until(() -> waiting() == 2);
    released.countDown();
    return first.get(20, TimeUnit.SECONDS).equals(second.get(20, TimeUnit.SECONDS));
  }

  private static <T> CompletableFuture<T> started(Callable<T> call) {
    var result = new CompletableFuture<T>();
    var thread =
        new Thread(
            () -> {
              try {
                result.complete(call.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            },
            "caller");
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private static long waiting() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().equals("caller"))
        .filter(
            thread ->
                Arrays.stream(thread.getValue())
                    .anyMatch(
                        frame ->
                            frame.getClassName().endsWith(".Tasks")
                                && frame.getMethodName().equals("await")))
        .count();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private GrantEngine withGrant(ClientRegistration registration) {
    GrantEngine node = node(OAuthClientConfig.defaults(), registration);
    grant(node, "alice");
    clock.advance(Duration.ofHours(2));
    return node;
  }

  /** Runs an action once, between an answer of the server and the next write. */
  private void beforeTheCommit(Runnable action) {
    store.beforeWrite =
        () -> {
          if (sent.get() > 0) {
            store.beforeWrite = () -> {};
            action.run();
          }
        };
  }

  @Test
  void grantShouldNotCountAsUnstoredWhenAnotherNodeHasReplacedItMeanwhile() {
    ClientRegistration registration = codes().build();
    GrantEngine node = withGrant(registration);
    GrantEngine other = node(OAuthClientConfig.defaults(), registration);
    OAuthToken theirs =
        OAuthToken.builder("theirs").expiresAt(clock.instant().plusSeconds(3600)).build();
    beforeTheCommit(() -> other.replace(cell(other, "alice"), theirs));

    assertThat(node.refresh(cell(node, "alice")).accessToken().value()).isEqualTo("theirs");

    assertThat(cell(node, "alice").grant().isUnstored()).isFalse();
  }

  @Test
  void grantShouldNotCountAsUnstoredWhenAnotherNodeHasRevokedItMeanwhile() {
    ClientRegistration registration = codes().build();
    GrantEngine node = withGrant(registration);
    GrantEngine other = node(OAuthClientConfig.defaults(), registration);
    beforeTheCommit(() -> assertThat(other.revoke(cell(other, "alice"))).isFalse());

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.refresh(cell(node, "alice")))
        .matches(e -> e.reason() == ReauthorizationRequiredException.Reason.REVOKED);

    assertThat(cell(node, "alice").grant().isUnstored()).isFalse();
    assertThat(cell(node, "alice").snapshot()).isNull();
  }

  private void failing() {
    throw new IllegalStateException("The connection was lost");
  }

  private TokenStore anotherStore() {
    return StrictInjector.create(
            new InMemoryModule(), binder -> binder.bind(OAuthClock.class).toInstance(clock))
        .getInstance(TokenStore.class);
  }

  @Test
  void lateCommitShouldNotAskTheServerWhenAnotherNodeHasReplacedTheGrantMeanwhile() {
    ClientRegistration registration = codes().rotation(new RotationPolicy.NonRotating()).build();
    GrantEngine node = withGrant(registration);
    TaskPools pools = all.get(0);
    GrantEngine other = node(OAuthClientConfig.defaults(), registration);
    OAuthToken over =
        OAuthToken.builder("over")
            .refreshToken("theirs")
            .expiresAt(clock.instant().plusSeconds(5))
            .build();
    var tries = new AtomicInteger();
    beforeTheCommit(
        () -> {
          store.beforeWrite =
              () -> {
                if (tries.incrementAndGet() == 1) {
                  failing(); // repeats the commit
                }
                store.beforeWrite = () -> {};
                other.replace(cell(other, "alice"), over);
                clock.advance(Duration.ofSeconds(10));
              };
          failing();
        });
    assertThat(node.refresh(cell(node, "alice")).accessToken().value()).isEqualTo("new-1");

    pools.close();

    assertThat(tries).as("the late commit is the second after the one that failed").hasValue(2);
    assertThat(cell(node, "alice").grant().isUnstored()).isFalse();
    assertThat(sent).hasValue(1);
  }

  @Test
  void commitShouldBeTriedUntilOtherNodesMayPresentAgain() {
    GrantEngine node = node(times(5, 60), codes().build());
    grant(node, "alice");
    beforeAnswer = () -> store.beforeWrite = this::failing;
    try (LogCapture log = LogCapture.start()) {
      assertThat(node.refresh(cell(node, "alice")).accessToken().value()).isEqualTo("new-1");

      clock.advance(Duration.ofSeconds(89));
      int before = store.writes.get();
      await().until(() -> store.writes.get() >= before + 4);
      assertThat(log.text()).doesNotContain("could not be stored in time");

      clock.advance(Duration.ofSeconds(1));
      await().until(() -> log.text().contains("could not be stored in time"));
    }
  }

  /**
   * Memory restores the data that the store has lost, which may need as many attempts as a commit.
   */
  @Test
  void lateCommitShouldGoOnWhenTheStoreHasLostTheGrantAndTakesNothingYet() {
    GrantEngine node = withGrant(codes().build());
    beforeAnswer = () -> store.beforeWrite = this::failing;
    assertThat(node.refresh(cell(node, "alice")).accessToken().value()).isEqualTo("new-1");
    store.real = anotherStore();
    int before = store.writes.get();
    await().until(() -> store.writes.get() >= before + 4);

    store.beforeWrite = () -> {};

    await().until(() -> !cell(node, "alice").grant().isUnstored());
    assertThat(store.find(cell(node, "alice").grant().key()).grant()).isPresent();
  }

  @Test
  void repairShouldNotBeReportedWhenAnotherNodeWasFaster() {
    ClientRegistration registration = codes().build();
    GrantEngine node = withGrant(registration);
    GrantEngine other = node(OAuthClientConfig.defaults(), registration);
    OAuthToken theirs =
        OAuthToken.builder("theirs").expiresAt(clock.instant().plusSeconds(3600)).build();
    store.real = anotherStore();
    store.beforeWrite =
        () -> {
          store.beforeWrite = () -> {};
          other.replace(cell(other, "alice"), theirs);
        };
    try (LogCapture log = LogCapture.start()) {
      assertThat(node.current(cell(node, "alice")))
          .hasValueSatisfying(
              token -> assertThat(token.accessToken()).isEqualTo(theirs.accessToken()));

      assertThat(log.text()).doesNotContain("STORE_REPAIRED");
    }
  }

  /**
   * The lease had ended: the other node asks the server, which answers after this node has stored
   * its newer credential.
   */
  @Test
  void grantShouldCountAsUnstoredWhileAnotherNodeThatKnowsLessHasTheLease() throws Exception {
    ClientRegistration registration = codes().rotation(new RotationPolicy.NonRotating()).build();
    GrantEngine node = withGrant(registration);
    GrantEngine other = node(OAuthClientConfig.defaults(), registration);
    var theirs = new AtomicReference<CompletableFuture<OAuthToken>>();
    beforeTheCommit(
        () -> {
          clock.advance(Duration.ofMinutes(5));
          beforeAnswer = () -> awaitQuietly(released);
          theirs.set(started(() -> other.refresh(cell(other, "alice"))));
          await().until(() -> sent.get() == 2);
          store.beforeFind = () -> unstored.add(cell(node, "alice").grant().isUnstored());
        });

    OAuthToken mine = node.refresh(cell(node, "alice"));

    assertThat(unstored).as("at each look before the commit").containsExactly(true);
    assertThat(cell(node, "alice").grant().isUnstored()).isFalse();
    released.countDown();
    assertThat(theirs.get().get(20, TimeUnit.SECONDS).accessToken()).isEqualTo(mine.accessToken());
  }

  @Test
  void storeShouldBeLookedAtWhenNothingIsSentForAnotherNodeMayHaveAToken() {
    ClientRegistration registration = codes().build();
    OAuthClientConfig config = OAuthClientConfig.defaults().withCircuitThreshold(1);
    GrantEngine node = node(config, registration);
    grant(node, "alice");
    grant(node, "bob");
    clock.advance(Duration.ofHours(2));
    GrantEngine other = node(config, registration);
    OAuthToken theirs = other.refresh(cell(other, "alice"));
    answers.add(NOT_SENT);
    assertThat(catchThrowable(() -> node.refresh(cell(node, "bob")))).isNotNull();

    assertThat(node.usable(cell(node, "alice")).token().accessToken())
        .isEqualTo(theirs.accessToken());

    assertThat(sent).hasValue(2);
  }

  @Test
  void freshTokenShouldBeHandedOutWithoutALookAtTheStore() {
    GrantEngine node = node(OAuthClientConfig.defaults(), codes().build());
    grant(node, "alice");
    int finds = store.finds.get();

    assertThat(node.usable(cell(node, "alice")).token().accessToken().value()).isEqualTo("old");
    all.get(0).close();

    assertThat(store.finds).hasValue(finds);
  }

  @Test
  void failureInTheBackgroundShouldBeLogged() {
    GrantEngine node = due();
    answers.add(NOT_SENT);
    try (LogCapture log = LogCapture.start()) {
      assertThat(node.usable(cell(node, "alice")).token().accessToken().value()).isEqualTo("old");

      await().until(() -> log.text().contains("a background refresh failed"));
    }
  }

  @Test
  void refreshInTheBackgroundShouldNotBeLoggedAsAFailureWhenItSucceeds() {
    GrantEngine node = due();
    try (LogCapture log = LogCapture.start()) {
      assertThat(node.usable(cell(node, "alice")).token().accessToken().value()).isEqualTo("old");
      await()
          .until(
              () -> node.usable(cell(node, "alice")).token().accessToken().value().equals("new-1"));
      all.get(0).close();

      assertThat(log.text()).doesNotContain("a background refresh failed");
    }
  }

  private GrantEngine due() {
    GrantEngine node = node(OAuthClientConfig.defaults(), codes().build());
    grant(node, "alice");
    clock.advance(Duration.ofSeconds(3_500));
    return node;
  }

  /**
   * {@return the engine of a client with its own tokens, which it may obtain while the store is
   * down}
   */
  private GrantEngine ofTheClient(String... scopes) {
    return node(OAuthClientConfig.defaults(), server().clientCredentials().scopes(scopes).build());
  }

  @Test
  void serverShouldBeAskedOnceWhenItIsTheServerThatIsAway() {
    GrantEngine node = ofTheClient();
    answers.add(NOT_SENT);

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.usable(cell(node, "")).token())
        .matches(e -> e.service() == Service.AUTHORIZATION_SERVER);

    assertThat(sent).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tokenShouldBeObtainedWithoutTheStoreWhenTheStoreMayComeBack(boolean retryable) {
    GrantEngine node = ofTheClient();
    store.beforeFind =
        () -> {
          throw new ServiceUnavailableException(
              node.registration().id(), Service.STORE, "away", retryable, Optional.empty(), null);
        };

    assertThat(catchThrowable(() -> node.usable(cell(node, "")).token()) == null)
        .isEqualTo(retryable);

    assertThat(sent).hasValue(retryable ? 1 : 0);
  }

  @Test
  void tokenShouldBeObtainedOnceWithoutTheStoreForCallersWhoWantSomethingElse() throws Exception {
    GrantEngine node = ofTheClient();
    assertThat(node.usable(cell(node, "")).token().accessToken().value()).isEqualTo("new-1");
    clock.advance(Duration.ofHours(2));
    store.beforeFind = this::failing;
    var asked = new CountDownLatch(1);
    beforeAnswer =
        () -> {
          asked.countDown();
          awaitQuietly(released);
        };
    CompletableFuture<OAuthToken> usable = started(() -> node.usable(cell(node, "")).token());
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<OAuthToken> newer = started(() -> node.refresh(cell(node, "")));
    await().until(() -> waiting() == 2);
    released.countDown();

    assertThat(newer.get(20, TimeUnit.SECONDS)).isEqualTo(usable.get(20, TimeUnit.SECONDS));
    assertThat(sent).hasValue(2);
  }

  @Test
  void scopesThatWereNotGrantedWithoutTheStoreShouldNotBeAskedForAgainForAWhile() {
    GrantEngine node = ofTheClient("read");
    store.beforeFind = this::failing;
    answers.add(
        new TransportResult.Response(
            200,
            Map.of("content-type", List.of("application/json")),
            "{\"access_token\":\"less\",\"token_type\":\"Bearer\",\"scope\":\"read\"}"
                .getBytes(StandardCharsets.UTF_8)));
    TokenCell cell = node.cell(Principal.self(), AccessRequest.of(Scopes.of("write")));

    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(ReauthorizationRequiredException.class)
          .isThrownBy(() -> node.usable(cell).token())
          .matches(e -> e.reason() == ReauthorizationRequiredException.Reason.NOT_GRANTED);
    }

    assertThat(sent).hasValue(1);
  }

  /** Store that counts calls, and runs an action before or after a call. */
  private static final class WatchedStore implements TokenStore {

    private volatile TokenStore real;
    private final AtomicInteger finds = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private volatile Runnable beforeFind = () -> {};
    private volatile Runnable beforeWrite = () -> {};
    private volatile Runnable afterWrite = () -> {};

    private WatchedStore(TokenStore real) {
      this.real = real;
    }

    @Override
    public Reading find(GrantKey key) {
      finds.incrementAndGet();
      beforeFind.run();
      return real.find(key);
    }

    @Override
    public boolean replace(
        GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
      writes.incrementAndGet();
      beforeWrite.run();
      boolean replaced = real.replace(key, expected, next, notAfter);
      afterWrite.run();
      return replaced;
    }
  }
}
