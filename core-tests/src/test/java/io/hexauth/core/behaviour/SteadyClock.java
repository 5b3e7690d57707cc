// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import io.hexauth.ports.spi.OAuthClock;
import java.time.Instant;

/**
 * Wall clock and monotonic clock that advance together, even if the wall clocks of other machines
 * are set.
 */
final class SteadyClock implements OAuthClock {

  private final OAuthClock other;
  private final Instant start;
  private final long startNanos;

  SteadyClock(OAuthClock other) {
    this.other = other;
    this.start = other.instant();
    this.startNanos = other.nanoTime();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanoTime() - startNanos);
  }

  @Override
  public long nanoTime() {
    return other.nanoTime();
  }
}
