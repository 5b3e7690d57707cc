// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * One moment on two clocks. What a store says about its clock was true at the earliest when it was
 * asked: so counted, no life and no lease is ever too long.
 *
 * @param store the store's clock
 * @param nanoTime this process's clock before the store was asked
 */
record StoreMoment(Instant store, long nanoTime) {

  Duration until(long later) {
    return Duration.ofNanos(later - nanoTime);
  }

  /** The same distance between the clocks, at another moment of this process. */
  StoreMoment at(long other) {
    return new StoreMoment(store.plusNanos(other - nanoTime), other);
  }
}
