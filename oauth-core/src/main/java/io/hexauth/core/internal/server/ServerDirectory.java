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
import io.hexauth.ports.spi.Reach;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;

/**
 * Servers of all registrations. Published metadata is kept for the issuer from whose URLs it was
 * fetched. Configured metadata is kept only for its registration.
 */
public final class ServerDirectory {

  private final OAuthTransport transport;
  private final TaskPools pools;
  private final EventDispatcher events;
  private final OAuthClock clock;
  private final OAuthClientConfig config;
  private final WeakValues<Discovered, PublishedMetadata> published = new WeakValues<>();

  /** Creates the directory, without a request. */
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

  /**
   * Server that is found by its issuer.
   *
   * @param issuer the issuer
   * @param reach the addresses to which the fetch may be sent. A failure with public addresses does
   *     not affect registrations that may use any address
   */
  private record Discovered(Issuer issuer, Reach reach) {

    private Endpoint address() {
      return address(issuer);
    }

    private static Endpoint address(Issuer issuer) {
      return new Endpoint(URI.create(issuer.value()));
    }

    private static Discovered by(
        Issuer issuer, ClientRegistration registration, RegistrationSource source) {
      return new Discovered(issuer, source.reach(registration, address(issuer)));
    }
  }

  /** {@return the server of one registration} */
  ServerView of(ClientRegistration registration, RegistrationSource source) {
    Optional<Discovered> discovered =
        registration
            .endpoints()
            .issuer()
            .filter(issuer -> registration.isDiscovered())
            .map(issuer -> Discovered.by(issuer, registration, source));
    return new ServerView(
        registration, discovered.map(server -> published.get(server, this::made)));
  }

  private PublishedMetadata made(Discovered server) {
    return new PublishedMetadata(
        server.issuer(),
        server.reach(),
        transport,
        pools.of(server.address()).discovery(),
        events,
        clock,
        config.requestDeadline());
  }
}
