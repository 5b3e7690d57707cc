// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.ports.spi.OAuthClock;
import java.util.concurrent.TimeUnit;

/**
 * Detects that the machine has slept, or that the wall clock was set forward. The monotonic clock
 * alone does not show this. Reading the wall clock costs as much as the rest of a call with a valid
 * token. So one reading is used for all grants for a short time.
 */
final class SleepWatch {

  /** Time for which one reading is used. */
  private static final long TRUSTED = TimeUnit.MILLISECONDS.toNanos(10);

  private final OAuthClock clock;

  /** Difference between wall clock and monotonic clock at the last reading. */
  private volatile long ahead;

  private volatile long trustedUntil;

  SleepWatch(OAuthClock clock) {
    this.clock = clock;
    look(clock.nanoTime());
  }

  /**
   * {@return true if the machine has not slept since a token was confirmed}
   *
   * @param now the time of the monotonic clock
   */
  boolean isAwake(Snapshot known, long now) {
    long left = trustedUntil - now; // nanoTime has any origin: 0 may be in its future
    if (left <= 0 || left > TRUSTED) {
      look(now);
    }
    return known.isAwake(ahead);
  }

  private void look(long now) {
    // In this order: a thread that sees the new time also sees the reading that belongs to it.
    ahead = TimeUnit.MILLISECONDS.toNanos(clock.currentTimeMillis()) - now;
    trustedUntil = now + TRUSTED;
  }
}
