// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.time.Instant;

/** Clock of the machine with an offset, so that tests do not wait for a token to expire. */
final class ShiftedClock implements OAuthClock {

  private volatile Duration shift = Duration.ZERO;

  void later(Duration time) {
    shift = time;
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(shift);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime() + shift.toNanos();
  }
}
