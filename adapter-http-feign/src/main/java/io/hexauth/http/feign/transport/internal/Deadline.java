// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Deadline of one exchange. When it passes, the resource that blocks the exchange is closed. A
 * socket timeout would not be enough: it applies to each read, so a server could send one byte at a
 * time forever.
 */
final class Deadline implements AutoCloseable {

  private final AtomicReference<@Nullable Closeable> guarded = new AtomicReference<>();
  private final ScheduledFuture<?> alarm;
  private volatile boolean passed;

  Deadline(Duration duration, ScheduledExecutorService watchdog) {
    this.alarm = watchdog.schedule(this::ring, duration.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Closes this resource when the deadline passes, or immediately if it has passed. Replaces the
   * resource that was guarded before.
   */
  void guard(Closeable resource) {
    guarded.set(resource);
    if (passed) {
      closeGuarded();
    }
  }

  boolean passed() {
    return passed || remainingNanos() == 0;
  }

  long remainingNanos() {
    return Math.max(0, alarm.getDelay(TimeUnit.NANOSECONDS));
  }

  private void ring() {
    passed = true;
    closeGuarded();
  }

  private void closeGuarded() {
    Closeable resource = guarded.get();
    if (resource != null) {
      try {
        resource.close();
      } catch (IOException e) {
        // The resource cannot be used any more, whether or not closing it failed.
      }
    }
  }

  @Override
  public void close() {
    alarm.cancel(false);
  }
}
