// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.CachedGrants;
import io.hexauth.core.internal.cache.GrantCells;
import io.hexauth.core.internal.cache.Views;
import io.hexauth.core.internal.events.IncidentDispatcher;
import io.hexauth.core.internal.server.TokenSupply;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Inject;

/** Makes the token cells of each registration, which share the room in memory. */
public final class TokenCellsFactory {

  private final CachedGrants cached;
  private final IncidentDispatcher incidents;
  private final OAuthClock clock;
  private final OAuthClientConfig config;

  @Inject
  TokenCellsFactory(
      CachedGrants cached,
      IncidentDispatcher incidents,
      OAuthClock clock,
      OAuthClientConfig config) {
    this.cached = cached;
    this.incidents = incidents;
    this.clock = clock;
    this.config = config;
  }

  TokenCells of(ClientRegistration registration, TokenSupply supply) {
    var views = new Views(config.viewsPerGrant(), registration.id(), clock, incidents::report);
    var cells =
        new GrantCells(
            config.namespace(),
            registration.id(),
            registration.access(),
            cached,
            views,
            config.sizeLimits());
    return new TokenCells(registration, cells, supply);
  }
}
