// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Knowledge of the store's clock at one instant: it was read somewhere between the question and the
 * answer. Judge with the earliest whether the time of another node is over; write with the latest
 * until when something is to last.
 *
 * @param earliest never ahead of the store
 * @param latest never behind the store
 */
public record StoreTime(Instant earliest, Instant latest) {

  /** Cuts to microseconds, which is what every store keeps. */
  public StoreTime {
    earliest = earliest.truncatedTo(ChronoUnit.MICROS);
    latest = latest.truncatedTo(ChronoUnit.MICROS);
  }

  /** {@return the time where question and answer were one instant} */
  public static StoreTime of(Instant now) {
    return new StoreTime(now, now);
  }
}
