// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deadline of an exchange if the watchdog is early, late, or has no thread. */
class WatchdogTest {

  private final Watchdog watchdog = new Watchdog();
  private final AtomicInteger closed = new AtomicInteger();

  @AfterEach
  void close() {
    watchdog.shutdownNow();
  }

  /** Watchdog without threads: the test sets the remaining time, and runs the alarm. */
  private static final class Watchdog extends ScheduledThreadPoolExecutor {

    private Alarm alarm = new Alarm(() -> {}, 0);

    Watchdog() {
      super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      alarm = new Alarm(task, unit.toNanos(delay));
      return alarm;
    }
  }

  private static final class Alarm extends FutureTask<Void> implements ScheduledFuture<Void> {

    private long nanosLeft;

    Alarm(Runnable task, long nanosLeft) {
      super(task, null);
      this.nanosLeft = nanosLeft;
    }

    @Override
    public boolean cancel(boolean interrupts) {
      assertThat(interrupts).as("an alarm that rings is interrupted").isFalse();
      return super.cancel(interrupts);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(nanosLeft, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(nanosLeft, other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  private Deadline deadline() {
    return new Deadline(Duration.ofSeconds(10), watchdog);
  }

  @Test
  void guardedShouldBeClosedWhenTheAlarmRings() {
    var deadline = deadline();
    deadline.guard(closed::incrementAndGet);
    assertThat(deadline.passed()).isFalse();
    assertThat(closed).hasValue(0);

    watchdog.alarm.run();

    assertThat(deadline.passed()).isTrue();
    assertThat(closed).hasValue(1);
  }

  @Test
  void guardedShouldBeClosedAtOnceWhenTheAlarmHasRung() {
    var deadline = deadline();
    watchdog.alarm.run();

    deadline.guard(closed::incrementAndGet);

    assertThat(closed).hasValue(1);
  }

  /** For example, a new connection is opened while the previous one is closed. */
  @Test
  void guardedShouldBeClosedWhenItComesWhileTheAlarmRings() {
    var deadline = deadline();
    deadline.guard(() -> deadline.guard(closed::incrementAndGet));

    watchdog.alarm.run();

    assertThat(closed).hasValue(1);
  }

  @Test
  void guardedThatCannotBeClosedShouldDisturbNoOther() throws Exception {
    var deadline = deadline();
    deadline.guard(WatchdogTest::unclosable);
    watchdog.alarm.run();
    assertThat(watchdog.alarm.get()).as("the alarm ends normally").isNull();

    deadline.guard(WatchdogTest::unclosable);
    deadline.guard(closed::incrementAndGet);

    assertThat(closed).hasValue(1);
  }

  private static void unclosable() throws IOException {
    throw new IOException("It cannot be closed");
  }

  @Test
  void lastGuardedShouldBeClosedAndNoOther() {
    var deadline = deadline();
    deadline.guard(() -> closed.addAndGet(100));
    deadline.guard(closed::incrementAndGet);

    watchdog.alarm.run();

    assertThat(closed).hasValue(1);
  }

  @Test
  void deadlineShouldHavePassedWhenItsTimeIsOverAndTheWatchdogHasNoThread() {
    var deadline = deadline();
    watchdog.alarm.nanosLeft = 1;
    assertThat(deadline.passed()).isFalse();

    watchdog.alarm.nanosLeft = 0;
    assertThat(deadline.passed()).isTrue();

    watchdog.alarm.nanosLeft = -1;
    assertThat(deadline.passed()).isTrue();
    assertThat(deadline.remainingNanos()).isZero();
  }

  @Test
  void alarmShouldBeCancelledWhenTheExchangeIsOver() {
    var deadline = deadline();
    deadline.guard(closed::incrementAndGet);

    deadline.close();

    assertThat(watchdog.alarm.isCancelled()).isTrue();
    watchdog.alarm.run();
    assertThat(closed).hasValue(0);
  }
}
