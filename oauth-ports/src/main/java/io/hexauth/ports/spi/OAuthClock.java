// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import java.time.Instant;

/**
 * The two clocks of a machine.
 *
 * <h2>Implementing</h2>
 *
 * Both are read on every call of an application, so neither may block, lock or allocate more than
 * the answer. Implementations must be safe for use by multiple threads.
 */
public interface OAuthClock {

  /** {@return the wall clock; it may jump} */
  Instant instant();

  /**
   * {@return the wall clock in milliseconds since the epoch, the same clock as {@link #instant()}}
   * Read on every call of an application, so override it where that can be done without allocation.
   */
  default long currentTimeMillis() {
    return instant().toEpochMilli();
  }

  /**
   * {@return nanoseconds that only ever grow, with an arbitrary origin, as {@link
   * System#nanoTime()}}
   */
  long nanoTime();
}
