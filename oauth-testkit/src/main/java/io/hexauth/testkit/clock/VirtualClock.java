// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.clock;

import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it.
 *
 * <p>Safe for use by multiple threads; a move is seen by all of them at once.
 */
public final class VirtualClock implements OAuthClock, InstantSource {

  private record Reading(Instant wall, long nanos) {}

  private final AtomicReference<Reading> reading;

  private VirtualClock(Instant start) {
    // The monotonic origin is arbitrary; a negative one finds code that compares without
    // subtracting.
    reading = new AtomicReference<>(new Reading(start, -1_000_000_000L));
  }

  /** {@return a clock that shows this instant until it is moved} */
  public static VirtualClock at(Instant start) {
    return new VirtualClock(start);
  }

  /** {@return a clock that shows noon of the first day of 2030, UTC, until it is moved} */
  public static VirtualClock create() {
    return at(Instant.parse("2030-01-01T12:00:00Z"));
  }

  /**
   * Lets time pass: both clocks move together.
   *
   * @param time zero or more
   * @throws IllegalArgumentException if it is negative; monotonic time never goes back
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("Time does not pass backwards; see jump(Duration)");
    }
    reading.updateAndGet(r -> new Reading(r.wall().plus(time), r.nanos() + time.toNanos()));
  }

  /**
   * Sets the wall clock, as an operator or NTP does; monotonic time does not notice.
   *
   * @param distance forwards, or backwards if negative
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
