// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.events;

import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.ports.api.IncidentListener;
import io.hexauth.ports.api.TokenListener;
import jakarta.inject.Provider;
import java.util.Set;

/** Dispatchers as the injector makes them. */
public final class Dispatchers {

  private Dispatchers() {}

  public static TokenEventDispatcher tokens(
      Provider<Set<TokenListener>> listeners, TaskPools pools) {
    return new TokenEventDispatcher(listeners, pools);
  }

  public static IncidentDispatcher incidents(
      Provider<Set<IncidentListener>> listeners, TaskPools pools) {
    return new IncidentDispatcher(listeners, pools);
  }
}
