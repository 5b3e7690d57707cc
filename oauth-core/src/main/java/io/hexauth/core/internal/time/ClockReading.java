// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

import io.hexauth.domain.internal.refresh.StoreTime;
import java.time.Duration;
import java.time.Instant;

/**
 * Reading of the store's clock by this process. The store read its clock at an unknown moment
 * between request and answer. If time is counted from the request, no lifetime and no lease is ever
 * too long. If it is counted from the answer, the result is never ahead of the store's clock.
 *
 * @param store the time of the store's clock
 * @param nanoTime the monotonic clock of this process at the request
 * @param answered the monotonic clock of this process at the answer
 */
public record ClockReading(Instant store, long nanoTime, long answered) {

  /** Creates a reading for which request and answer happened at the same time. */
  public ClockReading(Instant store, long nanoTime) {
    this(store, nanoTime, nanoTime);
  }

  /** {@return the time from the request to a later moment of this process} */
  public Duration until(long later) {
    return Duration.ofNanos(later - nanoTime);
  }

  /**
   * Returns a reading with the same difference between the clocks, for another moment of this
   * process.
   */
  public ClockReading at(long other) {
    return new ClockReading(
        store.plusNanos(other - nanoTime), other, other + (answered - nanoTime));
  }

  /**
   * Returns a reading with the earliest possible time of the store's clock, for ends that must not
   * be too late.
   */
  public ClockReading earliest() {
    return new ClockReading(store.plusNanos(nanoTime - answered), nanoTime);
  }

  /** Returns the range of the store's time at a moment of this process. */
  public StoreTime timeAt(long now) {
    return new StoreTime(store.plusNanos(now - answered), store.plusNanos(now - nanoTime));
  }
}
