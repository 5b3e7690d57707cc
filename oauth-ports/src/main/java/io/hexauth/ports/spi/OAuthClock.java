// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import java.time.Instant;

/**
 * The wall clock and the monotonic clock of a machine.
 *
 * <h2>Implementing</h2>
 *
 * <p>Every call of an application reads both clocks. So no method may block, lock, or allocate
 * anything except its result. Implementations must be safe for use by multiple threads.
 */
public interface OAuthClock {

  /** {@return the time of the wall clock, which may jump} */
  Instant instant();

  /**
   * Returns the time of the wall clock in milliseconds since the epoch, from the same clock as
   * {@link #instant()}. Every call of an application reads it, so override this method if you can
   * avoid the allocation of an {@code Instant}.
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
