// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.core.config.OAuthClientConfig;
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
    ServerGates gates,
    Announcer announcer,
    Chance chance,
    FaultPoints faults,
    Incidents incidents,
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
      ServerGates gates,
      Announcer announcer,
      Chance chance,
      FaultPoints faults,
      Incidents incidents,
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
