// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.time.Instant;

/**
 * Start of a time measurement, on both clocks of this process.
 *
 * @param nanoTime the monotonic clock, which may stand still while a machine sleeps
 * @param wall the wall clock, which may be set back
 */
public record Stopwatch(long nanoTime, Instant wall) {

  public static final Stopwatch NEVER = new Stopwatch(0, Instant.EPOCH);

  /** {@return a stopwatch that starts now} */
  public static Stopwatch of(OAuthClock clock) {
    return new Stopwatch(clock.nanoTime(), clock.instant());
  }

  /** {@return the elapsed time, by the clock that shows more} */
  public Duration until(OAuthClock clock) {
    Duration counted = Duration.ofNanos(clock.nanoTime() - nanoTime);
    Duration onTheWall = Duration.between(wall, clock.instant());
    return counted.compareTo(onTheWall) > 0 ? counted : onTheWall;
  }
}
