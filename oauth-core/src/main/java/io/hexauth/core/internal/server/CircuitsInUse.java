// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.domain.internal.refresh.CircuitBreaker;
import io.hexauth.domain.internal.refresh.RequestKind;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.ServerMetadata;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Circuit breakers of the endpoints of one registration. This object keeps them in memory, so that
 * a pause is not forgotten while the registration uses its endpoint.
 */
final class CircuitsInUse {

  /** Three endpoints (token, refresh, revocation), and as many from before the server moved. */
  private static final int MOST = 6;

  private final ClientRegistration registration;
  private final RegistrationSource source;
  private final Function<CircuitKey, AtomicReference<CircuitBreaker>> shared;
  private final ConcurrentMap<CircuitKey, AtomicReference<CircuitBreaker>> held =
      new ConcurrentHashMap<>();

  /**
   * Creates the component for one registration.
   *
   * @param shared returns the circuit breakers of all registrations
   */
  CircuitsInUse(
      ClientRegistration registration,
      RegistrationSource source,
      Function<CircuitKey, AtomicReference<CircuitBreaker>> shared) {
    this.registration = registration;
    this.source = source;
    this.shared = shared;
    hold(registration.endpoints());
  }

  /**
   * Keeps the circuit breakers immediately, because the previous revision of the registration may
   * be the last object that keeps them.
   */
  private void hold(ServerMetadata configured) {
    configured.token().ifPresent(endpoint -> of(RequestKind.CODE_EXCHANGE, endpoint));
    configured.refresh().ifPresent(endpoint -> of(RequestKind.OWN_GRANT, endpoint));
    configured.revocation().ifPresent(endpoint -> of(RequestKind.REVOCATION, endpoint));
  }

  AtomicReference<CircuitBreaker> of(RequestKind request, Endpoint endpoint) {
    var key = CircuitKey.of(request, endpoint, source.reach(registration, endpoint));
    AtomicReference<CircuitBreaker> known = held.get(key);
    if (known != null) {
      return known;
    }
    AtomicReference<CircuitBreaker> circuit = shared.apply(key);
    if (held.size() >= MOST) {
      held.clear(); // circuit breakers in use are added again
    }
    held.put(key, circuit);
    return circuit;
  }
}
