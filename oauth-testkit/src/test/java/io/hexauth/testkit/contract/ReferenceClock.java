// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.testkit.clock.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Clock of the reference store, as one node reads it. */
final class ReferenceClock {

  private static final Duration OFF = Duration.ofHours(1);

  private final VirtualClock clock;
  private final Defect defect;
  private final int node;
  private final Instant started;
  private final AtomicInteger readings = new AtomicInteger();

  ReferenceClock(VirtualClock clock, Defect defect, int node) {
    this.clock = clock;
    this.defect = defect;
    this.node = node;
    this.started = clock.instant();
  }

  ReferenceClock ofNode(int number) {
    return new ReferenceClock(clock, defect, number);
  }

  Instant now() {
    Instant now = clock.instant();
    return switch (defect) {
      case CLOCK_STANDS_STILL -> started;
      case CLOCK_GOES_BACK -> now.minusMillis(2L * readings.getAndIncrement());
      case CLOCK_IN_SECONDS -> now.truncatedTo(ChronoUnit.SECONDS);
      case CLOCK_OF_EACH_NODE -> now.plus(OFF.multipliedBy(node));
      default -> now;
    };
  }

  boolean isLate(Optional<Instant> notAfter, boolean creation) {
    Instant now = now();
    return notAfter.filter(end -> isLate(now, end, creation)).isPresent();
  }

  private boolean isLate(Instant now, Instant end, boolean creation) {
    return switch (defect) {
      case NOT_AFTER_IS_IGNORED_BY_CREATE -> !creation && now.isAfter(end);
      case NOT_AFTER_IS_IGNORED_BY_REPLACE -> creation && now.isAfter(end);
      case NOT_AFTER_IN_SECONDS -> now.getEpochSecond() > end.plusMillis(999).getEpochSecond();
      case NOT_AFTER_THE_WRONG_WAY_ROUND -> end.isAfter(now);
      case NOT_AFTER_BY_THE_CLOCK_OF_THE_NODE -> now.plus(OFF.multipliedBy(node)).isAfter(end);
      case NOT_AFTER_IS_BEFORE -> !now.isBefore(end);
      default -> now.isAfter(end);
    };
  }
}
