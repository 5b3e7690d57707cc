// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.WeakValues;
import io.hexauth.core.internal.events.EventDispatcher;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.internal.grant.EndpointRequest;
import io.hexauth.domain.internal.refresh.CircuitBreaker;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Factory of request gates. All registrations share two circuit breakers for each endpoint: one for
 * token requests and one for revocations, because a failed revocation proves nothing about token
 * requests.
 */
public final class RequestGates {

  private final EventDispatcher events;
  private final OAuthClientConfig config;
  private final OAuthClock clock;
  private final RandomSource random;
  private final WeakValues<CircuitKey, AtomicReference<CircuitBreaker>> circuits =
      new WeakValues<>();

  /** Creates the factory without gates. */
  @Inject
  RequestGates(
      EventDispatcher events, OAuthClientConfig config, OAuthClock clock, RandomSource random) {
    this.events = events;
    this.config = config;
    this.clock = clock;
    this.random = random;
  }

  /** {@return the request gate of one registration} */
  public RequestGate of(ClientRegistration registration, RegistrationSource source) {
    return new RequestGate(
        events.of(registration.id()),
        () -> EndpointRequest.credentials(registration),
        new CircuitsInUse(registration, source, this::circuit)::of,
        clock,
        random);
  }

  private AtomicReference<CircuitBreaker> circuit(CircuitKey key) {
    return circuits.get(
        key, absent -> new AtomicReference<>(CircuitBreaker.closed(config.circuitThreshold())));
  }
}
