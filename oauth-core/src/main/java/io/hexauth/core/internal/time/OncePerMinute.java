// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

import io.hexauth.ports.spi.OAuthClock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Limit of once a minute, for reports about a lasting problem. */
public final class OncePerMinute {

  private static final long QUIET = TimeUnit.MINUTES.toNanos(1);

  private final OAuthClock clock;
  private final AtomicLong from;

  /** Creates a limit whose first use is allowed immediately. */
  public OncePerMinute(OAuthClock clock) {
    this.clock = clock;
    this.from = new AtomicLong(clock.nanoTime());
  }

  /**
   * {@return true if the last use is at least a minute ago} The call then counts as the next use.
   */
  public boolean isTime() {
    long now = clock.nanoTime();
    long next;
    do {
      next = from.get();
      if (now - next < 0) {
        return false;
      }
      // Fails if another thread was first; that may have been a minute ago.
    } while (!from.compareAndSet(next, now + QUIET));
    return true;
  }
}
