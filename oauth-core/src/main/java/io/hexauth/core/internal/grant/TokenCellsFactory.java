// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import static io.hexauth.ports.api.Incident.Kind.VIEW_PUSHED_OUT;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.CachedGrants;
import io.hexauth.core.internal.cache.GrantCells;
import io.hexauth.core.internal.cache.Views;
import io.hexauth.core.internal.events.EventDispatcher;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.core.internal.server.TokenSource;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Inject;

/** Factory of the cache entries of each registration, which share the limits on memory. */
public final class TokenCellsFactory {

  private final CachedGrants cached;
  private final EventDispatcher events;
  private final OAuthClock clock;
  private final OAuthClientConfig config;

  @Inject
  TokenCellsFactory(
      CachedGrants cached, EventDispatcher events, OAuthClock clock, OAuthClientConfig config) {
    this.cached = cached;
    this.events = events;
    this.clock = clock;
    this.config = config;
  }

  TokenCells of(ClientRegistration registration, TokenSource source) {
    RegistrationEvents told = events.of(registration.id());
    var views =
        new Views(
            config.viewsPerGrant(), clock, principal -> told.report(principal, VIEW_PUSHED_OUT));
    var cells =
        new GrantCells(
            config.namespace(),
            registration.id(),
            registration.access(),
            cached,
            views,
            config.sizeLimits());
    return new TokenCells(registration, cells, source);
  }
}
