// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Inject;
import java.time.Instant;

/** The clocks of this machine; the one place in Hexauth that reads them. */
public final class SystemOAuthClock implements OAuthClock {

  /** Reads the clocks of the machine. */
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
