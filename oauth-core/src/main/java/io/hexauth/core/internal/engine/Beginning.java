// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.time.Instant;

/**
 * When something began that must not take too long, on both clocks of this process.
 *
 * @param nanoTime which stands still while a machine sleeps
 * @param wall which may be set back
 */
record Beginning(long nanoTime, Instant wall) {

  static final Beginning NEVER = new Beginning(0, Instant.EPOCH);

  static Beginning of(OAuthClock clock) {
    return new Beginning(clock.nanoTime(), clock.instant());
  }

  /** {@return how long ago it was, by the clock that says more} */
  Duration until(OAuthClock clock) {
    Duration counted = Duration.ofNanos(clock.nanoTime() - nanoTime);
    Duration onTheWall = Duration.between(wall, clock.instant());
    return counted.compareTo(onTheWall) > 0 ? counted : onTheWall;
  }
}
