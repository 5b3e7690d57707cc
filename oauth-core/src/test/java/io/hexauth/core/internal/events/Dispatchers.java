// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.events;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.Pools;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.OAuthEventListener;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.testkit.clock.VirtualClock;
import jakarta.inject.Provider;
import java.util.List;

/** Event dispatchers, created like those of the injector. */
public final class Dispatchers {

  private Dispatchers() {}

  /** {@return a dispatcher for these listeners} */
  public static EventDispatcher of(TaskPools pools, OAuthEventListener... listeners) {
    return of(
        pools,
        OAuthClientConfig.defaults(),
        VirtualClock.create(),
        List.of(listeners).stream()
            .map(each -> (Provider<OAuthEventListener>) () -> each)
            .toList());
  }

  /** {@return a dispatcher for these listeners, which are created later} */
  public static EventDispatcher of(
      TaskPools pools,
      OAuthClientConfig config,
      OAuthClock clock,
      List<Provider<OAuthEventListener>> listeners) {
    return new EventDispatcher(listeners, pools, config, clock);
  }

  /** {@return a dispatcher without listeners} */
  public static EventDispatcher unheard() {
    return of(Pools.of(OAuthClientConfig.defaults(), VirtualClock.create()));
  }

  /** {@return events of a registration, without listeners} */
  public static RegistrationEvents unheard(ClientRegistrationId registration) {
    return unheard().of(registration);
  }
}
