// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.domain.internal.refresh.RequestKind;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.ports.spi.Reach;

/**
 * Requests that share a circuit: to the same endpoint, for the same purpose, and with the same
 * reach: that a server has no public address says nothing to a registration that may reach it.
 *
 * @param revocation whether they revoke; else they are for tokens
 * @param endpoint where they go
 * @param reach which of its addresses they may go to
 */
record CircuitKey(boolean revocation, Endpoint endpoint, Reach reach) {

  static CircuitKey of(RequestKind request, Endpoint endpoint, Reach reach) {
    return new CircuitKey(request == RequestKind.REVOCATION, endpoint, reach);
  }
}
