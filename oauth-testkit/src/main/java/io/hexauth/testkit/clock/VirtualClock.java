// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.clock;

import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Clock that stands still until a test moves it.
 *
 * <p>Safe for use by multiple threads. All threads see a move immediately.
 */
public final class VirtualClock implements OAuthClock, InstantSource {

  private record Reading(Instant wall, long nanos) {}

  private final AtomicReference<Reading> reading;

  private VirtualClock(Instant start) {
    // The monotonic clock starts below zero, to find code that compares its values without
    // subtracting them.
    reading = new AtomicReference<>(new Reading(start, -1_000_000_000L));
  }

  /** {@return a clock that shows this instant} */
  public static VirtualClock at(Instant start) {
    return new VirtualClock(start);
  }

  /** {@return a clock that shows noon of 1 January 2030, UTC} */
  public static VirtualClock create() {
    return at(Instant.parse("2030-01-01T12:00:00Z"));
  }

  /**
   * Moves the wall clock and the monotonic clock forward together.
   *
   * @param time zero or more
   * @throws IllegalArgumentException if the time is negative
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("Time must not go backwards; use jump(Duration)");
    }
    reading.updateAndGet(r -> new Reading(r.wall().plus(time), r.nanos() + time.toNanos()));
  }

  /**
   * Moves the wall clock alone, like an operator or NTP. The monotonic clock does not change.
   *
   * @param distance the distance; negative to move the clock back
   */
  public void jump(Duration distance) {
    reading.updateAndGet(r -> new Reading(r.wall().plus(distance), r.nanos()));
  }

  @Override
  public Instant instant() {
    return reading.get().wall();
  }

  @Override
  public long nanoTime() {
    return reading.get().nanos();
  }

  @Override
  public String toString() {
    return "VirtualClock[" + instant() + "]";
  }
}
