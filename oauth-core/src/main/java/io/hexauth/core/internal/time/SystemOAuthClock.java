// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Inject;
import java.time.Instant;

/** Clocks of this machine. No other class of Hexauth reads them. */
public final class SystemOAuthClock implements OAuthClock {

  /** Creates the clock. */
  @Inject
  SystemOAuthClock() {}

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public long currentTimeMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }
}
