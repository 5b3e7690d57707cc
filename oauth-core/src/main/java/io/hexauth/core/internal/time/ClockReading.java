// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

import io.hexauth.domain.internal.refresh.StoreTime;
import java.time.Duration;
import java.time.Instant;

/**
 * The store's clock, read by this process. The store looked at its clock somewhere between the
 * question and the answer. Counted from the question, no life and no lease is ever too long;
 * counted from the answer, the store's clock is never overtaken.
 *
 * @param store the store's clock
 * @param nanoTime this process's clock when the store was asked
 * @param answered this process's clock when the store had answered
 */
public record ClockReading(Instant store, long nanoTime, long answered) {

  /** A reading where question and answer were one instant. */
  public ClockReading(Instant store, long nanoTime) {
    this(store, nanoTime, nanoTime);
  }

  /** {@return the time from the question to a later moment of this process} */
  public Duration until(long later) {
    return Duration.ofNanos(later - nanoTime);
  }

  /** The same distance between the clocks, at another moment of this process. */
  public ClockReading at(long other) {
    return new ClockReading(
        store.plusNanos(other - nanoTime), other, other + (answered - nanoTime));
  }

  /** The same, with the store's clock as early as it can have been: for what must not end late. */
  public ClockReading earliest() {
    return new ClockReading(store.plusNanos(nanoTime - answered), nanoTime);
  }

  /** Returns what is known of the store's clock at a moment of this process. */
  public StoreTime timeAt(long now) {
    return new StoreTime(store.plusNanos(now - answered), store.plusNanos(now - nanoTime));
  }
}
