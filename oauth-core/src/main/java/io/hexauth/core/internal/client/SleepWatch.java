// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.ports.spi.OAuthClock;
import java.util.concurrent.TimeUnit;

/**
 * Notices that the machine has slept, or that the wall clock was set forward; the monotonic clock
 * alone does not tell. A look at the wall clock costs as much as everything else on the fast path,
 * so one look serves all grants for a moment.
 */
final class SleepWatch {

  /** Time for which one look is trusted. */
  private static final long TRUSTED = TimeUnit.MILLISECONDS.toNanos(10);

  private final OAuthClock clock;

  /** By how much the wall clock was ahead of the monotonic one at the last look. */
  private volatile long ahead;

  private volatile long trustedUntil;

  SleepWatch(OAuthClock clock) {
    this.clock = clock;
    look(clock.nanoTime());
  }

  /**
   * {@return whether the machine has not slept since a token was confirmed}
   *
   * @param now the monotonic clock
   */
  boolean isAwake(Snapshot known, long now) {
    long left = trustedUntil - now; // nanoTime has any origin, so zero may be far in its future
    if (left <= 0 || left > TRUSTED) {
      look(now);
    }
    return known.isAwake(ahead);
  }

  private void look(long now) {
    // In this order: a thread that sees the new time sees what was looked at for it as well.
    ahead = TimeUnit.MILLISECONDS.toNanos(clock.currentTimeMillis()) - now;
    trustedUntil = now + TRUSTED;
  }
}
