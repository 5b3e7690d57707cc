// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.ports.spi.OAuthClock;

/** Thread pools, created like those of the injector. */
public final class Pools {

  private Pools() {}

  public static TaskPools of(OAuthClientConfig config, OAuthClock clock) {
    return new TaskPools(config, clock);
  }
}
