// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.refresh.Circuit;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Inject;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One circuit for each token endpoint and one for each revocation endpoint, whichever registrations
 * use it.
 */
public final class ServerGates {

  private final OAuthClientConfig config;
  private final OAuthClock clock;
  private final Chance chance;
  private final ConcurrentMap<Endpoint, AtomicReference<Circuit>> tokenRequests =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<Endpoint, AtomicReference<Circuit>> revocations =
      new ConcurrentHashMap<>();

  @Inject
  ServerGates(OAuthClientConfig config, OAuthClock clock, Chance chance) {
    this.config = config;
    this.clock = clock;
    this.chance = chance;
  }

  ServerGate of(ClientRegistration registration) {
    return gate(registration, tokenRequests, registration.endpoints().token());
  }

  /** The gate of a revocation endpoint: what happens there says nothing about token requests. */
  ServerGate revocations(ClientRegistration registration, Endpoint endpoint) {
    return gate(registration, revocations, endpoint);
  }

  private ServerGate gate(
      ClientRegistration registration,
      ConcurrentMap<Endpoint, AtomicReference<Circuit>> circuits,
      Endpoint endpoint) {
    AtomicReference<Circuit> circuit =
        circuits.computeIfAbsent(
            endpoint, e -> new AtomicReference<>(Circuit.closed(config.circuitThreshold())));
    return new ServerGate(registration.id(), circuit, clock, chance);
  }
}
