// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Range in which the time of the store's clock lies, because it was read at an unknown moment
 * between request and answer. The earliest time decides whether the lease of another node has
 * ended. The latest time is the base of every expiry that is written.
 *
 * @param earliest a time that is never ahead of the store's clock
 * @param latest a time that is never behind the store's clock
 */
public record StoreTime(Instant earliest, Instant latest) {

  /** Creates a range, rounded down to microseconds, because every store keeps microseconds. */
  public StoreTime {
    earliest = earliest.truncatedTo(ChronoUnit.MICROS);
    latest = latest.truncatedTo(ChronoUnit.MICROS);
  }

  /** {@return the range that contains only this instant} */
  public static StoreTime of(Instant now) {
    return new StoreTime(now, now);
  }
}
