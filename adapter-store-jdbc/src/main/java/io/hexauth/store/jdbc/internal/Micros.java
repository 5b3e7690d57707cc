// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.ports.spi.StoredGrant;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Conversion of times to microseconds, limited to about 9 500 years so that sums never overflow.
 */
final class Micros {

  private static final long FAR = 300_000_000_000_000_000L;

  private static final Instant LATEST = StoredGrant.instantOf(FAR);
  private static final Instant EARLIEST = StoredGrant.instantOf(-FAR);

  private Micros() {}

  static long of(Instant instant) {
    if (instant.isAfter(LATEST)) {
      return FAR;
    }
    return instant.isBefore(EARLIEST) ? -FAR : StoredGrant.micros(instant);
  }

  static long of(Duration duration) {
    return Math.max(-FAR, Math.min(FAR, TimeUnit.MICROSECONDS.convert(duration)));
  }
}
