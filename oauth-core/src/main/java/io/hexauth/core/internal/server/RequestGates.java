// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.internal.refresh.CircuitBreaker;
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
public final class RequestGates {

  private final OAuthClientConfig config;
  private final OAuthClock clock;
  private final RandomSource random;
  private final ConcurrentMap<Endpoint, AtomicReference<CircuitBreaker>> tokenRequests =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<Endpoint, AtomicReference<CircuitBreaker>> revocations =
      new ConcurrentHashMap<>();

  /** No gate is made before it is asked for. */
  @Inject
  RequestGates(OAuthClientConfig config, OAuthClock clock, RandomSource random) {
    this.config = config;
    this.clock = clock;
    this.random = random;
  }

  /** {@return the gate of requests to the token endpoint} */
  public RequestGate of(ClientRegistration registration) {
    return gate(registration, tokenRequests, registration.endpoints().address());
  }

  /** The gate of a revocation endpoint: what happens there says nothing about token requests. */
  public RequestGate revocations(ClientRegistration registration, Endpoint endpoint) {
    return gate(registration, revocations, endpoint);
  }

  private RequestGate gate(
      ClientRegistration registration,
      ConcurrentMap<Endpoint, AtomicReference<CircuitBreaker>> circuits,
      Endpoint endpoint) {
    AtomicReference<CircuitBreaker> circuit =
        circuits.computeIfAbsent(
            endpoint, e -> new AtomicReference<>(CircuitBreaker.closed(config.circuitThreshold())));
    return new RequestGate(registration.id(), circuit, clock, random);
  }
}
