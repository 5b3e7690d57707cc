// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.concurrent.WeakValues;
import io.hexauth.core.internal.events.EventDispatcher;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.Issuer;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.OAuthTransport;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;

/**
 * Servers of all registrations. What a server publishes is kept under the issuer whose URLs it was
 * fetched from; what a registration configures is kept nowhere but in its own view.
 */
public final class ServerDirectory {

  private final OAuthTransport transport;
  private final TaskPools pools;
  private final EventDispatcher events;
  private final OAuthClock clock;
  private final OAuthClientConfig config;
  private final WeakValues<Issuer, PublishedMetadata> published = new WeakValues<>();

  /** Asks no server yet. */
  @Inject
  ServerDirectory(
      OAuthTransport transport,
      TaskPools pools,
      EventDispatcher events,
      OAuthClock clock,
      OAuthClientConfig config) {
    this.transport = transport;
    this.pools = pools;
    this.events = events;
    this.clock = clock;
    this.config = config;
  }

  /** {@return the server of one registration} */
  ServerView of(ClientRegistration registration) {
    Optional<Issuer> discovered =
        registration.endpoints().issuer().filter(issuer -> registration.isDiscovered());
    return new ServerView(
        registration, discovered.map(issuer -> published.get(issuer, this::made)));
  }

  private PublishedMetadata made(Issuer issuer) {
    return new PublishedMetadata(
        issuer,
        transport,
        pools.of(new Endpoint(URI.create(issuer.value()))).discovery(),
        events,
        clock,
        config.requestDeadline());
  }
}
