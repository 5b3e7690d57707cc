// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.events.EventDispatcher;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.OAuthTransport;
import jakarta.inject.Inject;

/** Factory of the authorization servers of all registrations. */
public final class AuthorizationServers {

  private final OAuthTransport transport;
  private final ServerDirectory directory;
  private final RequestGates gates;
  private final EventDispatcher events;
  private final OAuthClock clock;
  private final OAuthClientConfig config;

  @Inject
  AuthorizationServers(
      OAuthTransport transport,
      ServerDirectory directory,
      RequestGates gates,
      EventDispatcher events,
      OAuthClock clock,
      OAuthClientConfig config) {
    this.directory = directory;
    this.transport = transport;
    this.gates = gates;
    this.events = events;
    this.clock = clock;
    this.config = config;
  }

  /** {@return the authorization server of one registration} */
  public AuthorizationServer of(ClientRegistration registration, RegistrationSource source) {
    return new AuthorizationServer(
        registration,
        source,
        directory.of(registration, source),
        transport,
        gates.of(registration, source),
        events.of(registration.id()),
        clock,
        config.requestDeadline(),
        config.sizeLimits());
  }
}
