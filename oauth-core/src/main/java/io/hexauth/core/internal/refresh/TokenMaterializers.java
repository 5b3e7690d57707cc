// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.events.EventDispatcher;
import io.hexauth.core.internal.server.TokenSource;
import io.hexauth.core.internal.time.NodeName;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Inject;

/** Factory of the components that convert stored tokens into tokens for callers. */
public final class TokenMaterializers {

  private final EventDispatcher events;
  private final OAuthClock clock;
  private final OAuthClientConfig config;
  private final NodeName node;

  @Inject
  TokenMaterializers(
      EventDispatcher events, OAuthClock clock, OAuthClientConfig config, NodeName node) {
    this.events = events;
    this.clock = clock;
    this.config = config;
    this.node = node;
  }

  /** {@return the materializer of one registration} */
  public TokenMaterializer of(ClientRegistration registration, TokenSource source) {
    return new TokenMaterializer(
        registration,
        events.of(registration.id()),
        clock,
        config.staleness(),
        node.value(),
        !source.isProvided());
  }
}
