// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import java.time.Instant;

/**
 * The wall clock and the monotonic clock of a machine.
 *
 * <h2>Implementing</h2>
 *
 * <p>Calls of an application read both clocks: each call reads the monotonic clock, and the wall
 * clock is read about every 10 ms. So no method may block, lock, or allocate anything except its
 * result. Implementations must be safe for use by multiple threads.
 */
public interface OAuthClock {

  /** {@return the time of the wall clock, which may jump} */
  Instant instant();

  /**
   * Returns the time of the wall clock in milliseconds since the epoch, from the same clock as
   * {@link #instant()}. For calls with a valid token, Hexauth calls this method about every 10 ms
   * for each registration. So override it if you can avoid the allocation of an {@code Instant}.
   */
  default long currentTimeMillis() {
    return instant().toEpochMilli();
  }

  /**
   * {@return nanoseconds that never decrease, with an arbitrary origin, like {@link
   * System#nanoTime()}}
   */
  long nanoTime();
}
