// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.registration.ClientRegistrationId;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One thread and one place in the queue: tasks that are refused, delayed, or forgotten. */
@Timeout(60)
class TasksTest {

  private static final ClientRegistrationId ACME = new ClientRegistrationId("acme");
  private static final OAuthClientConfig CONFIG =
      OAuthClientConfig.defaults().withCallerTimeout(Duration.ofSeconds(20));

  private final List<Throwable> defects = new CopyOnWriteArrayList<>();
  private final TaskPool pool = new TaskPool(1, 1, this::thread);
  private final List<Runnable> timed = new ArrayList<>();
  private final List<Long> pauses = new ArrayList<>();
  private final Tasks tasks =
      new Tasks(
          CONFIG,
          pool,
          new ConcurrentLinkedQueue<>(),
          (nanos, task) -> {
            pauses.add(nanos);
            timed.add(task);
          });
  private final CountDownLatch released = new CountDownLatch(1);

  private Thread thread(Runnable task) {
    var thread = new Thread(task);
    thread.setUncaughtExceptionHandler((t, defect) -> defects.add(defect));
    return thread;
  }

  @AfterEach
  void close() {
    released.countDown();
    tasks.close();
  }

  private void fill() {
    CompletableFuture<Boolean> busy = tasks.start(ACME, this::waitForRelease);
    await().until(() -> pool.getActiveCount() == 1 && pool.getQueue().isEmpty());
    CompletableFuture<String> waits = tasks.start(ACME, () -> "waits");
    assertThat(List.of(busy, waits)).noneMatch(CompletableFuture::isDone);
  }

  private boolean waitForRelease() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private void drain() {
    released.countDown();
    await().until(() -> pool.getActiveCount() == 0 && pool.getQueue().isEmpty());
  }

  private void assertRefused(CompletableFuture<?> task, boolean retryable, String problem) {
    assertThat(task).isCompletedExceptionally();
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> tasks.await(ACME, task))
        .matches(e -> e.service() == Service.CLIENT)
        .matches(e -> e.isRetryable() == retryable)
        .withMessageContaining(problem);
  }

  @Test
  void taskShouldBeRefusedForNowWhenTooMuchWaits() {
    fill();
    var told = new AtomicInteger();

    assertRefused(
        tasks.start(ACME, () -> "never", told::incrementAndGet), true, "too many tasks wait");
    assertThat(told).as("told that it never begins").hasValue(1);
    assertRefused(tasks.join(ACME, "key", () -> "never"), true, "too many tasks wait");

    drain();
    assertThat(tasks.await(ACME, tasks.start(ACME, () -> "a", told::incrementAndGet)))
        .isEqualTo("a");
    assertThat(tasks.await(ACME, tasks.join(ACME, "key", () -> "b"))).isEqualTo("b");
    assertThat(told).hasValue(1);
  }

  @Test
  void taskShouldBeRefusedForGoodWhenItIsClosed() {
    tasks.close();
    var told = new AtomicInteger();

    assertRefused(tasks.start(ACME, () -> "never", told::incrementAndGet), false, "it was closed");
    assertThat(told).hasValue(1);
    assertRefused(tasks.join(ACME, "key", () -> "never"), false, "it was closed");
  }

  @Test
  void callerShouldGetTheErrorOfATaskAsTheCauseAndTheNextTaskShouldRun() {
    Error error = new AssertionError("a defect");

    CompletableFuture<String> broken =
        tasks.join(
            ACME,
            "key",
            () -> {
              throw error;
            });

    assertThatIllegalStateException()
        .isThrownBy(() -> tasks.await(ACME, broken))
        .withMessageContaining("A defect in Hexauth or an adapter")
        .withCause(error);
    assertThat(tasks.await(ACME, tasks.join(ACME, "key", () -> "next"))).isEqualTo("next");
  }

  @Test
  void callerShouldGetAMistakeWithItsMessageAndItsCause() {
    var mistake = new IllegalStateException("call session(principal)");
    CompletableFuture<String> broken =
        tasks.start(
            ACME,
            () -> {
              throw mistake;
            });

    assertThatIllegalStateException()
        .isThrownBy(() -> tasks.await(ACME, broken))
        .withMessage("call session(principal)")
        .withCause(mistake);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void clientShouldBeNamedToALateCallerWhenTheTaskNoLongerWaitsForTheStore(boolean fails) {
    Tasks hasty =
        new Tasks(
            CONFIG.withCallerTimeout(Duration.ofNanos(1)),
            pool,
            new ConcurrentLinkedQueue<>(),
            (nanos, task) -> {});
    var beyondTheStore = new CountDownLatch(1);
    CompletableFuture<Boolean> task =
        hasty.start(
            ACME,
            () -> {
              askTheStore(fails);
              beyondTheStore.countDown();
              return waitForRelease();
            });
    await().until(() -> beyondTheStore.getCount() == 0);

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> hasty.await(ACME, task))
        .matches(e -> e.service() == Service.CLIENT)
        .matches(ServiceUnavailableException::isRetryable)
        .withMessageContaining("no answer within the caller timeout");
  }

  /**
   * One task waits for the store, two for the server, and three for nothing outside of the client.
   */
  @Test
  void lateCallerShouldBeToldTheServiceOfItsTaskOrTheOneThatMostTasksWaitFor() {
    var six = new TaskPool(6, 1, Executors.defaultThreadFactory());
    Tasks hasty =
        new Tasks(
            CONFIG.withCallerTimeout(Duration.ofNanos(1)),
            six,
            new ConcurrentLinkedQueue<>(),
            (nanos, task) -> {});
    var waiting = new CountDownLatch(3);
    CompletableFuture<Boolean> store = hasty.start(ACME, () -> waitFor(Service.STORE, waiting));
    for (int i = 0; i < 2; i++) {
      CompletableFuture<Boolean> unused =
          hasty.start(ACME, () -> waitFor(Service.AUTHORIZATION_SERVER, waiting));
    }
    CompletableFuture<Boolean> own = hasty.start(ACME, this::waitForRelease);
    for (int i = 0; i < 2; i++) {
      CompletableFuture<Boolean> unused = hasty.start(ACME, this::waitForRelease);
    }
    try {
      await().until(() -> waiting.getCount() == 0 && six.getActiveCount() == 6);

      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> hasty.await(ACME, store))
          .matches(e -> e.service() == Service.STORE)
          .withMessageContaining("no answer within");
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> hasty.await(ACME, own))
          .matches(e -> e.service() == Service.AUTHORIZATION_SERVER)
          .matches(ServiceUnavailableException::isRetryable)
          .withMessageContaining("while earlier requests were waiting for it");
    } finally {
      released.countDown();
      six.shutdown();
    }
  }

  private boolean waitFor(Service service, CountDownLatch waiting) {
    return Running.waitingFor(
        service,
        () -> {
          waiting.countDown();
          return waitForRelease();
        });
  }

  private static void askTheStore(boolean fails) {
    try {
      Running.waitingFor(
          Service.STORE,
          () -> {
            if (fails) {
              throw new IllegalStateException("the store is down");
            }
            return true;
          });
    } catch (IllegalStateException e) {
      assertThat(fails).isTrue();
    }
  }

  /** A caller who gets the result and asks again must not get the same result. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void flightShouldBeOverForEachCallerWhoSeesItsResult(boolean fails) {
    CompletableFuture<String> first =
        tasks.join(
            ACME,
            "key",
            () -> {
              waitForRelease();
              if (fails) {
                throw new IllegalStateException("a mistake");
              }
              return "first";
            });
    CompletableFuture<String> second =
        first
            .handle((result, failure) -> true)
            .thenCompose(over -> tasks.join(ACME, "key", () -> "second"));

    released.countDown();

    assertThat(tasks.await(ACME, second)).isEqualTo("second");
  }

  @Test
  void laterTaskOfAThreadShouldNotBeTakenForTheOneBefore() {
    CompletableFuture<String> first = tasks.start(ACME, () -> "first");
    assertThat(tasks.await(ACME, first)).isEqualTo("first");
    var named = new CompletableFuture<String>();
    pool.execute(() -> named.complete(Running.waitingFor(Service.STORE, () -> "no task")));

    assertThat(named.join()).isEqualTo("no task");
    assertThat(((Running<String>) first).waitsFor()).isEqualTo(Service.CLIENT);
  }

  @Test
  void interruptedCallerShouldKeepTheInterruptAndTheTaskGoOn() {
    CompletableFuture<Boolean> task = tasks.start(ACME, this::waitForRelease);
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> tasks.await(ACME, task))
        .matches(e -> e.service() == Service.CLIENT)
        .matches(ServiceUnavailableException::isRetryable)
        .withMessageContaining("interrupted; the request continues");
    assertThat(Thread.interrupted()).as("interrupt status").isTrue();

    released.countDown();
    assertThat(tasks.await(ACME, task)).isTrue();
  }

  @Test
  void everythingThatIsPutOffShouldBeDoneWhenItIsClosed() {
    var done = new AtomicInteger();
    tasks.later(7, done::incrementAndGet);

    tasks.close();
    tasks.close();
    await().until(pool::isTerminated);

    assertThat(done).hasValue(1);
    timed.get(0).run();
    assertThat(done).as("its time comes afterwards").hasValue(1);
    assertThat(pauses).containsExactly(7L);
  }

  @Test
  void whatIsUnderWayAndWhatWaitsShouldBeDoneWhenItIsClosed() {
    CompletableFuture<Boolean> underWay = tasks.start(ACME, this::waitForRelease);
    await().until(() -> pool.getActiveCount() == 1 && pool.getQueue().isEmpty());
    CompletableFuture<Thread> waits =
        tasks.start(
            ACME,
            () -> {
              assertThat(Thread.currentThread().isInterrupted()).isFalse();
              return Thread.currentThread();
            });

    tasks.close();
    assertThat(List.of(underWay, waits)).noneMatch(CompletableFuture::isDone);
    released.countDown();

    assertThat(tasks.await(ACME, underWay)).isTrue();
    assertThat(tasks.await(ACME, waits)).isNotNull();
  }

  @Test
  void whatIsPutOffShouldBeDoneOnceAfterItsPause() {
    var done = new AtomicInteger();

    tasks.later(7, done::incrementAndGet);
    assertThat(pauses).containsExactly(7L);
    timed.get(0).run();
    await().until(() -> done.get() == 1);
    timed.get(0).run();
    tasks.close();
    await().until(pool::isTerminated);

    assertThat(done).hasValue(1);
  }

  @Test
  void whatIsPutOffShouldBePutOffForASecondWhenTooMuchWaits() {
    var done = new AtomicInteger();
    tasks.later(7, done::incrementAndGet);
    fill();

    timed.get(0).run();
    timed.get(1).run();
    assertThat(pauses).containsExactly(7L, 1_000_000_000L, 1_000_000_000L);

    drain();
    timed.get(2).run();
    await().until(() -> done.get() == 1);
  }

  @Test
  void whatIsPutOffShouldNotBePutOffAgainWhenItIsClosed() {
    var done = new AtomicInteger();
    tasks.later(7, done::incrementAndGet);
    fill();

    tasks.close();
    timed.get(0).run();

    assertThat(pauses).containsExactly(7L);
    assertThat(pool.isShutdown()).as("although what was put off found no place").isTrue();
  }

  /**
   * With one place and one thread left, this thread does all delayed work, one task after the
   * other.
   */
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 2, 4})
  void everythingThatIsPutOffShouldBeDoneWhenItIsClosedAndThereIsOnePlace(int failing) {
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 5; i++) {
      int number = i;
      tasks.later(
          7,
          () -> {
            done.add(number);
            if (number == failing) {
              throw new IllegalStateException("a mistake");
            }
          });
    }
    CompletableFuture<Boolean> busy = tasks.start(ACME, this::waitForRelease);
    await().until(() -> pool.getActiveCount() == 1 && pool.getQueue().isEmpty());

    tasks.close();
    assertThat(done).isEmpty();
    released.countDown();

    assertThat(busy.join()).isTrue();
    await().until(pool::isTerminated);
    assertThat(done).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    assertThat(defects).hasSize(failing < 0 ? 0 : 1);
  }

  @Test
  void whatIsPutOffShouldBeLeftWhenTheTimeToDrainIsOver() {
    var done = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      tasks.later(
          7,
          () -> {
            done.incrementAndGet();
            Thread.currentThread().interrupt();
          });
    }

    tasks.close();
    await().until(pool::isTerminated);

    assertThat(done).hasValue(1);
  }

  @Test
  void whatIsPutOffShouldBeDoneAtOnceWhenItIsClosed() {
    tasks.close();
    var done = new AtomicInteger();

    tasks.later(7, done::incrementAndGet);

    assertThat(done).hasValue(1);
    assertThat(pauses).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingShouldBeRememberedOfATaskThatIsOver(boolean fails) {
    List<WeakReference<Object>> results = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      results.add(over(i, fails));
    }

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(results).filteredOn(result -> result.get() != null).isEmpty();
            });
    assertThat(tasks.isClosed()).isFalse();
  }

  private WeakReference<Object> over(int key, boolean fails) {
    var result = new Object();
    var failure = new IllegalStateException("a mistake");
    CompletableFuture<Object> task =
        tasks.join(
            ACME,
            key,
            () -> {
              if (fails) {
                throw failure;
              }
              return result;
            });
    await().until(task::isDone);
    return new WeakReference<>(fails ? failure : result);
  }
}
