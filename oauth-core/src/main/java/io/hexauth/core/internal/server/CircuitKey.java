// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.domain.internal.refresh.RequestKind;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.ports.spi.Reach;

/**
 * Key of a circuit breaker. Requests share one if they go to the same endpoint, for the same
 * purpose, and with the same {@link Reach}. If a server has no public address, registrations that
 * may also use private addresses are not affected.
 *
 * @param revocation true for revocations; false for token requests
 * @param endpoint the endpoint
 * @param reach the addresses to which the requests may be sent
 */
record CircuitKey(boolean revocation, Endpoint endpoint, Reach reach) {

  static CircuitKey of(RequestKind request, Endpoint endpoint, Reach reach) {
    return new CircuitKey(request == RequestKind.REVOCATION, endpoint, reach);
  }
}
