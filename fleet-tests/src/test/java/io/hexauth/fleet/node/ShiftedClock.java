// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.node;

import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.time.Instant;

/** Clocks of the machine, with a wall clock that can be wrong. */
final class ShiftedClock implements OAuthClock {

  private volatile Duration error = Duration.ZERO;

  void beWrongBy(Duration other) {
    error = other;
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(error);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }
}
