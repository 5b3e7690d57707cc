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
 * Circuits of the endpoints of one registration. It holds them, so that a pause is not forgotten
 * while a registration has a use for it.
 */
final class CircuitsInUse {

  /** Token, refresh and revocation endpoint, and as many that a server has moved from. */
  private static final int MOST = 6;

  private final ClientRegistration registration;
  private final RegistrationSource source;
  private final Function<CircuitKey, AtomicReference<CircuitBreaker>> shared;
  private final ConcurrentMap<CircuitKey, AtomicReference<CircuitBreaker>> held =
      new ConcurrentHashMap<>();

  /**
   * @param shared the circuits of all registrations
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

  /** At once: the revision of the registration before this one may be the last to hold them. */
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
      held.clear(); // Those that are still used come back.
    }
    held.put(key, circuit);
    return circuit;
  }
}
