// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.CachedGrants;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.events.IncidentDispatcher;
import io.hexauth.core.internal.events.TokenEventDispatcher;
import io.hexauth.core.internal.server.RequestGates;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.ports.spi.FaultPoints;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import jakarta.inject.Inject;

/**
 * What the engines of all registrations share.
 *
 * @param node names this process in leases
 */
public record Surroundings(
    TokenStore store,
    PendingAuthorizationStore pending,
    OAuthTransport transport,
    TokenCipher cipher,
    OAuthClock clock,
    OAuthClientConfig config,
    TaskPools pools,
    RequestGates gates,
    TokenEventDispatcher announcer,
    RandomSource chance,
    FaultPoints faults,
    IncidentDispatcher incidents,
    CachedGrants cached,
    String node) {

  @Inject
  Surroundings(
      TokenStore store,
      PendingAuthorizationStore pending,
      OAuthTransport transport,
      TokenCipher cipher,
      OAuthClock clock,
      OAuthClientConfig config,
      TaskPools pools,
      RequestGates gates,
      TokenEventDispatcher announcer,
      RandomSource chance,
      FaultPoints faults,
      IncidentDispatcher incidents,
      CachedGrants cached) {
    this(
        store,
        pending,
        transport,
        cipher,
        clock,
        config,
        pools,
        gates,
        announcer,
        chance,
        faults,
        incidents,
        cached,
        chance.id());
  }
}
