// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.store.redis.internal.FakeAccess.Link;
import io.hexauth.store.redis.internal.RedisAccess.Opened;
import io.hexauth.testkit.log.LogCapture;
import io.lettuce.core.RedisConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one connection of an injector: opened, lost, opened again and closed. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedisOpeningTest {

  private static final Duration BRIEF = Duration.ofMillis(1);
  private static final Duration ENDLESS = Duration.ofMinutes(10);
  private static final Duration PLENTY = Duration.ofSeconds(20);
  private static final StoreSettings PATIENT = settings(ENDLESS, ENDLESS);

  private final Link link = new Link();
  private final CountDownLatch end = new CountDownLatch(1);

  private static StoreSettings settings(Duration command, Duration connect) {
    return new StoreSettings("fake:", command, connect, Optional.empty());
  }

  private static void isUnavailable(RedisConnection connection, String why) {
    isUnavailable(connection, PATIENT, why);
  }

  private static void isUnavailable(
      RedisConnection connection, StoreSettings settings, String why) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> connection.opened(settings))
        .withMessageContaining(why)
        .matches(ServiceUnavailableException::isRetryable)
        .matches(e -> e.service() == Service.STORE);
  }

  private Opened onceItMay(Supplier<Opened> then) {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new AssertionError("The opening was ended", e);
    }
    return then.get();
  }

  /** {@return a thread that does not print the errors which a test throws on purpose} */
  private static Thread quiet(Runnable task) {
    Thread thread = new Thread(task);
    thread.setUncaughtExceptionHandler((t, e) -> {});
    return thread;
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new RedisConnectionException("refused"),
        new IllegalStateException("the client was shut down"),
        new NoClassDefFoundError("a codec"),
        new StackOverflowError());
  }

  /** A node that starts before its Redis must try again later. */
  @ParameterizedTest
  @MethodSource("failures")
  void anOpeningThatFailedShouldBeTriedAgainByTheNextCall(Throwable failure) {
    var access =
        new FakeAccess(
            true,
            () -> {
              if (failure instanceof Error error) {
                throw error;
              }
              throw (RuntimeException) failure;
            });
    try (var connection = new RedisConnection(access, RedisOpeningTest::quiet)) {
      await().atMost(PLENTY).until(() -> access.openings() == 1);
      for (int i = 0; i < 3; i++) {
        isUnavailable(connection, "cannot be reached");
      }
      access.opens(link::opened);

      await()
          .atMost(PLENTY)
          .ignoreExceptionsInstanceOf(ServiceUnavailableException.class)
          .until(() -> connection.opened(PATIENT).equals(link.opened()));
      int openings = access.openings();
      assertThat(connection.opened(PATIENT)).isSameAs(link.opened());
      assertThat(access.openings()).isEqualTo(openings);
    }
  }

  @Test
  void onlyTheFirstOpeningThatFailsShouldBeWarnedOf() {
    var access =
        new FakeAccess(
            true,
            () -> {
              throw new RedisConnectionException("refused");
            });
    try (LogCapture log = LogCapture.start();
        var connection = new RedisConnection(access, RedisOpeningTest::quiet)) {
      for (int i = 0; i < 3; i++) {
        isUnavailable(connection, "cannot be reached");
      }

      await().atMost(PLENTY).until(() -> access.openings() > 1);
      assertThat(log.lines())
          .filteredOn(
              line ->
                  line.startsWith("WARN")
                      && line.contains("No connection to Redis could be opened"))
          .hasSize(1);
    }
  }

  @Test
  void anOpeningShouldBeOnADaemonThreadThatSaysWhatItIs() {
    var opener = new AtomicReference<Thread>();
    var access =
        new FakeAccess(
            true,
            () -> {
              opener.set(Thread.currentThread());
              return link.opened();
            });
    ThreadFactory threads = Thread::new;
    try (var connection = new RedisConnection(access, threads)) {
      connection.opened(PATIENT);
      assertThat(opener.get().isDaemon()).isTrue();
      assertThat(opener.get().getName()).isEqualTo("hexauth-redis-connect");
    }
  }

  @Test
  void aFailedOpeningShouldBeWarnedOfUntilThereWasAConnectionAndOnce() {
    try (LogCapture log = LogCapture.start()) {
      var access = new FakeAccess(false, link::opened);
      try (var connection = new RedisConnection(access)) {
        connection.opened(PATIENT);
        link.loses();
        access.opens(
            () -> {
              throw new RedisConnectionException("refused");
            });
        isUnavailable(connection, "cannot be reached");
        isUnavailable(connection, "cannot be reached");
      }
      assertThat(log.lines())
          .noneMatch(line -> line.contains("No connection to Redis could be opened"));
    }
  }

  @Test
  void aLostConnectionShouldBeClosedAndReplacedWhereTheClientDoesNotReconnect() {
    var access = new FakeAccess(false, link::opened);
    try (var connection = new RedisConnection(access)) {
      assertThat(connection.opened(PATIENT)).isSameAs(link.opened());
      assertThat(connection.opened(PATIENT)).isSameAs(link.opened());
      assertThat(access.openings()).isEqualTo(1);
      var second = new Link();
      access.opens(second::opened);

      link.loses();

      assertThat(connection.opened(PATIENT)).isSameAs(second.opened());
      assertThat(connection.opened(PATIENT)).isSameAs(second.opened());
      assertThat(access.openings()).isEqualTo(2);
      assertThat(link.closings()).isEqualTo(1);
      assertThat(second.closings()).isZero();
    }
  }

  @Test
  void aLostConnectionShouldBeLeftToAClientThatReconnects() {
    var access = new FakeAccess(true, link::opened);
    try (var connection = new RedisConnection(access)) {
      connection.opened(PATIENT);
      link.loses();
      assertThat(connection.opened(PATIENT)).isSameAs(link.opened());
      assertThat(access.openings()).isEqualTo(1);
      assertThat(link.closings()).isZero();
    }
  }

  @Test
  void closingShouldEndTheConnectionOnceAndRefuseEveryCall() {
    var access = new FakeAccess(true, link::opened);
    var connection = new RedisConnection(access);
    connection.opened(PATIENT);

    connection.close();
    connection.close();

    assertThat(link.closings()).isEqualTo(1);
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> connection.opened(PATIENT))
          .withMessageContaining("it was closed")
          .matches(e -> !e.isRetryable());
    }
    assertThat(access.openings()).isEqualTo(1);
  }

  @Test
  void closingDuringTheOpeningShouldEndTheConnectionThatComesOfIt() {
    var access = new FakeAccess(true, () -> onceItMay(link::opened));
    var connection = new RedisConnection(access);
    await().atMost(PLENTY).until(() -> access.openings() == 1);

    connection.close();
    assertThat(link.closings()).isZero();
    end.countDown();

    await().atMost(PLENTY).until(() -> link.closings() > 0);
    assertThat(link.reports()).as("nothing is asked over it any more").isZero();
  }

  /** Otherwise, nothing would close it, and each call would leave another open connection. */
  @Test
  void aConnectionWhoseNodesCannotBeAskedForShouldBeClosed() {
    link.isElsewhere(
        () -> {
          throw new IllegalStateException("the client was shut down");
        });
    var access = new FakeAccess(true, link::opened);
    try (var connection = new RedisConnection(access)) {
      isUnavailable(connection, "cannot be reached");
      await().atMost(PLENTY).until(() -> link.closings() == access.openings());
    }
  }

  @Test
  void aCallShouldWaitAsLongAsAnOpeningMayTakeAndTheNextAsLongAsACommandMay() {
    var access = new FakeAccess(true, () -> onceItMay(link::opened));
    try (var connection = new RedisConnection(access)) {
      isUnavailable(connection, settings(ENDLESS, BRIEF), "did not answer in time");
      isUnavailable(connection, settings(BRIEF, ENDLESS), "did not answer in time");
      isUnavailable(connection, settings(BRIEF, ENDLESS), "did not answer in time");
      end.countDown();
      assertThat(connection.opened(PATIENT)).isSameAs(link.opened());
      assertThat(access.openings()).as("none was given up").isEqualTo(1);
    } finally {
      end.countDown();
    }
  }

  @Test
  void aCallThatIsInterruptedShouldStaySoAndLeaveTheOpeningToOthers() throws Exception {
    var failed = new AtomicBoolean();
    var access = new FakeAccess(true, () -> onceItMay(link::opened));
    try (var connection = new RedisConnection(access)) {
      Thread.currentThread().interrupt();
      isUnavailable(connection, "was interrupted");
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();

      var other = new Thread(() -> connection.opened(settings(BRIEF, ENDLESS)));
      other.setUncaughtExceptionHandler((t, e) -> failed.set(true));
      other.start();
      await()
          .atMost(PLENTY)
          .until(() -> other.getState() == Thread.State.TIMED_WAITING || !other.isAlive());
      end.countDown();
      other.join();
      assertThat(failed).as("the other waits as for an opening").isFalse();
      assertThat(connection.opened(PATIENT)).isSameAs(link.opened());
      assertThat(access.openings()).isEqualTo(1);
    } finally {
      end.countDown();
    }
  }
}
