// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * Time as the tables keep it: whole microseconds, instants since 1970. What is further away than
 * some thousand years is brought nearer, so that sums never overflow.
 */
final class Micros {

  /** About 9 500 years. */
  private static final long FAR = 300_000_000_000_000_000L;

  private static final Instant LATEST = instant(FAR);
  private static final Instant EARLIEST = instant(-FAR);

  private Micros() {}

  static long of(Instant instant) {
    if (instant.isAfter(LATEST)) {
      return FAR;
    }
    // ChronoUnit counts in nanoseconds, which would not fit beyond 292 years.
    return instant.isBefore(EARLIEST)
        ? -FAR
        : instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }

  static long of(Duration duration) {
    return Math.max(-FAR, Math.min(FAR, TimeUnit.MICROSECONDS.convert(duration)));
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
