// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.domain.internal.refresh.RequestKind;
import io.hexauth.domain.registration.Endpoint;

/**
 * Requests that share a circuit: to the same endpoint, and for the same purpose.
 *
 * @param revocation whether they revoke; else they are for tokens
 * @param endpoint where they go
 */
record CircuitKey(boolean revocation, Endpoint endpoint) {

  static CircuitKey of(RequestKind request, Endpoint endpoint) {
    return new CircuitKey(request == RequestKind.REVOCATION, endpoint);
  }
}
