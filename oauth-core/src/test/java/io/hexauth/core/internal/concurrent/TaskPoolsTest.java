// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.time.Clocks;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.testkit.clock.VirtualClock;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** Thread pools: their number of threads, their number of waiting tasks, and their end. */
@Timeout(60)
class TaskPoolsTest {

  private static final ClientRegistrationId ACME = new ClientRegistrationId("acme");
  private static final Endpoint SERVER = new Endpoint(URI.create("https://as.example/token"));
  private static final Endpoint REALM = new Endpoint(URI.create("https://as.example/b/token"));
  private static final OAuthClientConfig CONFIG =
      OAuthClientConfig.defaults()
          .withLimits(2, 100)
          .withConcurrentAuthorizations(3)
          .withConcurrentRevocations(4)
          .withWaitingTasks(5)
          .withDrainTimeout(Duration.ofMillis(50));

  private final TaskPools pools = new TaskPools(CONFIG, Clocks.system());
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void close() {
    released.countDown();
    pools.close();
  }

  /** The pools for one server, and the pool for listeners. */
  enum Kind {
    GRANTS,
    VISITORS,
    REVOCATIONS,
    DISCOVERY,
    PROVIDERS,
    CALLBACKS,
    LISTENERS;

    ThreadPoolExecutor of(TaskPools pools) {
      ServerTasks server = pools.of(SERVER);
      return switch (this) {
        case GRANTS -> server.grants().pool();
        case VISITORS -> server.visitors().pool();
        case REVOCATIONS -> server.revocations().pool();
        case DISCOVERY -> server.discovery().pool();
        case PROVIDERS -> (ThreadPoolExecutor) server.providers();
        case CALLBACKS -> pools.callbacks().pool();
        case LISTENERS -> pools.listeners();
      };
    }
  }

  static Stream<Arguments> sizes() {
    return Stream.of(
        Arguments.of(Kind.GRANTS, 2, "hexauth-as.example-"),
        Arguments.of(Kind.VISITORS, 3, "hexauth-visitors-as.example-"),
        Arguments.of(Kind.REVOCATIONS, 4, "hexauth-revocations-as.example-"),
        Arguments.of(Kind.DISCOVERY, 1, "hexauth-discovery-as.example-"),
        Arguments.of(Kind.PROVIDERS, 2, "hexauth-providers-as.example-"),
        Arguments.of(Kind.CALLBACKS, 3, "hexauth-callbacks-"),
        Arguments.of(Kind.LISTENERS, 1, "hexauth-listeners-"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sizes")
  void poolShouldHaveSoManyNamedDaemonsAsConfiguredAndEndThemWhenTheyAreIdle(
      Kind kind, int threads, String name) throws Exception {
    ThreadPoolExecutor pool = kind.of(pools);
    var worker = new CompletableFuture<Thread>();

    pool.execute(() -> worker.complete(Thread.currentThread()));

    assertThat(worker.get(20, TimeUnit.SECONDS).getName()).isEqualTo(name + "1");
    assertThat(worker.get().isDaemon()).isTrue();
    assertThat(List.of(pool.getCorePoolSize(), pool.getMaximumPoolSize())).containsOnly(threads);
    assertThat(pool.getQueue().remainingCapacity() + pool.getQueue().size()).isEqualTo(5);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(pool.getPoolSize()).isZero());
  }

  @Test
  void serverShouldHaveOnePoolOfEachKindAndAnotherRealmItsOwn() {
    List<ExecutorService> server = all(SERVER);

    assertThat(server).doesNotHaveDuplicates().isEqualTo(all(SERVER));
    assertThat(server).doesNotContainAnyElementsOf(all(REALM));
  }

  /**
   * Otherwise, registrations that use one of these kinds would have more threads than configured.
   */
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"CALLBACKS", "LISTENERS"})
  void poolsOfAServerShouldBeTheSameWhileOneOfThemIsInUse(Kind kind) {
    ThreadPoolExecutor used = kind.of(pools);
    List<WeakReference<ThreadPoolExecutor>> others =
        Stream.of(Kind.values()).map(other -> new WeakReference<>(other.of(pools))).toList();
    Garbage.collect();

    assertThat(kind.of(pools)).isSameAs(used);
    assertThat(others).allSatisfy(other -> assertThat(other.get()).isNotNull());
  }

  private List<ExecutorService> all(Endpoint endpoint) {
    ServerTasks server = pools.of(endpoint);
    return List.of(
        server.grants().pool(),
        server.visitors().pool(),
        server.revocations().pool(),
        server.providers());
  }

  /** Starts a task that runs until it is interrupted. */
  private CompletableFuture<Boolean> stubborn(ThreadPoolExecutor pool) {
    var running = new CountDownLatch(1);
    var interrupted = new CompletableFuture<Boolean>();
    pool.execute(
        () -> {
          running.countDown();
          try {
            released.await();
            interrupted.complete(false);
          } catch (InterruptedException e) {
            interrupted.complete(true);
          }
        });
    await().until(() -> running.getCount() == 0);
    return interrupted;
  }

  @ParameterizedTest
  @EnumSource
  void closeShouldInterruptWhatHangsAfterTheDrainTimeout(Kind kind) throws Exception {
    CompletableFuture<Boolean> hanging = stubborn(kind.of(pools));

    pools.close();

    assertThat(hanging.get(20, TimeUnit.SECONDS)).as("interrupted").isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertEverythingIsShutDown();
  }

  @ParameterizedTest
  @EnumSource
  void serverThatIsFirstMetAfterCloseShouldTakeNothing(Kind kind) {
    pools.close();

    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> kind.of(pools).execute(() -> {}));
    assertThat(pools.of(SERVER).grants().start(ACME, () -> true))
        .isCompletedExceptionally()
        .satisfies(
            future ->
                assertThatExceptionOfType(ServiceUnavailableException.class)
                    .isThrownBy(() -> pools.of(SERVER).grants().await(ACME, future))
                    .withMessageContaining("closed"));
  }

  @ParameterizedTest
  @EnumSource
  void closeShouldCloseEverythingWhenItsThreadIsInterruptedAndKeepTheInterrupt(Kind kind)
      throws Exception {
    CompletableFuture<Boolean> hanging = stubborn(kind.of(pools));
    Thread.currentThread().interrupt();

    pools.close();

    assertThat(Thread.interrupted()).as("interrupt status").isTrue();
    assertThat(hanging.get(20, TimeUnit.SECONDS)).as("interrupted").isTrue();
    assertEverythingIsShutDown();
  }

  /**
   * @param overAt the number of the clock reading at which the time has ended: the first one after
   *     the reading from which the deadline of these pools is counted
   */
  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({"GRANTS, VISITORS, 2", "REVOCATIONS, PROVIDERS, 7"})
  void poolsShouldShareTheDrainTimeout(Kind one, Kind other, int overAt) throws Exception {
    var clock = VirtualClock.create();
    var readings = new AtomicInteger();
    OAuthClock late =
        new OAuthClock() {
          @Override
          public Instant instant() {
            return clock.instant();
          }

          @Override
          public long nanoTime() {
            if (readings.incrementAndGet() == overAt) {
              clock.advance(Duration.ofMinutes(6));
            }
            return clock.nanoTime();
          }
        };
    TaskPools patient = new TaskPools(CONFIG.withDrainTimeout(Duration.ofMinutes(5)), late);
    CompletableFuture<Boolean> first = stubborn(one.of(patient));
    CompletableFuture<Boolean> second = stubborn(other.of(patient));

    CompletableFuture<Void> closing = CompletableFuture.runAsync(patient::close);

    assertThat(first.get(20, TimeUnit.SECONDS)).as("interrupted").isTrue();
    assertThat(second.get(20, TimeUnit.SECONDS)).as("interrupted").isTrue();
    closing.get(20, TimeUnit.SECONDS);
  }

  private void assertEverythingIsShutDown() {
    for (Kind kind : Kind.values()) {
      assertThat(kind.of(pools).isShutdown()).as("%s", kind).isTrue();
    }
  }

  @Test
  void revocationsProvidersAndListenersShouldBeTakenUntilTheRequestsBeforeThemAreOver()
      throws Exception {
    TaskPools patient =
        new TaskPools(CONFIG.withDrainTimeout(Duration.ofSeconds(30)), Clocks.system());
    var result = new CompletableFuture<String>();
    ServerTasks server = patient.of(SERVER);
    CompletableFuture<Boolean> request =
        server
            .grants()
            .start(
                ACME,
                () -> {
                  await().until(() -> server.grants().isClosed());
                  server.providers().execute(() -> {});
                  patient.listeners().execute(() -> {});
                  CompletableFuture<?> unused =
                      server
                          .revocations()
                          .start(
                              ACME,
                              () -> {
                                patient.listeners().execute(() -> result.complete("told"));
                                return true;
                              });
                  return true;
                });

    patient.close();

    assertThat(request.join()).isTrue();
    assertThat(result).isCompletedWithValue("told");
    for (Kind kind : Kind.values()) {
      assertThat(kind.of(patient).isTerminated()).as("%s", kind).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeShouldWaitForWhatIsUnderWayAndForWhatWaitsBehindIt(Kind kind) throws Exception {
    TaskPools patient =
        new TaskPools(
            CONFIG.withLimits(1, 100).withDrainTimeout(Duration.ofSeconds(30)), Clocks.system());
    ThreadPoolExecutor pool = kind.of(patient);
    var interrupted = new CopyOnWriteArrayList<CompletableFuture<Boolean>>();
    for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
      interrupted.add(stubborn(pool));
    }
    var behind = new CompletableFuture<Boolean>();
    pool.execute(() -> behind.complete(true));

    CompletableFuture<Void> closing = CompletableFuture.runAsync(patient::close);
    await().until(pool::isShutdown);
    assertThat(closing).isNotDone();
    released.countDown();
    closing.get(20, TimeUnit.SECONDS);

    assertThat(interrupted).allSatisfy(task -> assertThat(task).isCompletedWithValue(false));
    assertThat(behind).isCompletedWithValue(true);
    assertThat(pool.isTerminated()).isTrue();
  }

  @Test
  void closeShouldWaitForNothingMoreWhenItsThreadIsInterrupted() throws Exception {
    TaskPools patient =
        new TaskPools(CONFIG.withDrainTimeout(Duration.ofMinutes(5)), Clocks.system());
    List<CompletableFuture<Boolean>> hanging =
        Stream.of(Kind.values()).map(kind -> stubborn(kind.of(patient))).toList();
    var closing =
        CompletableFuture.runAsync(
            () -> {
              Thread.currentThread().interrupt();
              patient.close();
            },
            task -> new Thread(task, "closing").start());

    closing.get(20, TimeUnit.SECONDS);

    for (CompletableFuture<Boolean> task : hanging) {
      assertThat(task.get(20, TimeUnit.SECONDS)).as("interrupted").isTrue();
    }
  }

  @Test
  void closeShouldTellTheCallersOfTasksThatNeverBeganWhenItsThreadIsInterrupted() {
    Tasks grants = pools.of(SERVER).grants();
    CompletableFuture<Boolean> one = stubborn(grants.pool());
    CompletableFuture<Boolean> other = stubborn(grants.pool());
    CompletableFuture<Boolean> waiting = grants.start(ACME, () -> true);
    Thread.currentThread().interrupt();

    pools.close();

    assertThat(Thread.interrupted()).as("interrupt status").isTrue();
    assertThat(List.of(one, other)).doesNotContainNull();
    assertThat(waiting)
        .as("the caller of the task that never began")
        .isCompletedExceptionally()
        .satisfies(
            future ->
                assertThatExceptionOfType(ServiceUnavailableException.class)
                    .isThrownBy(() -> grants.await(ACME, future))
                    .withMessageContaining("closed"));
  }

  @Test
  void closeShouldTellTheCallersOfTasksThatNeverBegan() {
    Tasks grants = pools.of(SERVER).grants();
    for (int i = 0; i < 2; i++) {
      CompletableFuture<?> unused =
          grants.start(
              ACME,
              () -> {
                try {
                  return released.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                  return false;
                }
              });
    }
    var refused = new CompletableFuture<Boolean>();
    CompletableFuture<Boolean> waiting =
        grants.start(ACME, () -> true, () -> refused.complete(true));
    CompletableFuture<Boolean> letGoBefore = waiting.handle((result, failure) -> refused.isDone());

    pools.close();

    assertThat(refused).isCompleted();
    assertThat(letGoBefore).as("before the caller is told").isCompletedWithValue(true);
    assertThat(waiting)
        .isCompletedExceptionally()
        .satisfies(
            future ->
                assertThatExceptionOfType(ServiceUnavailableException.class)
                    .isThrownBy(() -> grants.await(ACME, future))
                    .withMessageContaining("closed"));
  }
}
