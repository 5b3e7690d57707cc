// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.events.Dispatchers;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.ports.spi.OAuthClock;

/** Circuit breakers, created like those of the injector. */
public final class Gates {

  private Gates() {}

  public static RequestGates of(OAuthClientConfig config, OAuthClock clock, RandomSource random) {
    return new RequestGates(Dispatchers.unheard(), config, clock, random);
  }
}
