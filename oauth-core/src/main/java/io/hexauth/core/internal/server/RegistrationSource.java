// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.ports.spi.Reach;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.ports.spi.TransportResult.NotSent;

/**
 * Source of a registration. It decides on the addresses to which requests for the registration may
 * be sent.
 */
public enum RegistrationSource {
  /** Module of the application. The application has chosen the URLs. */
  BOUND,
  /** Database of the application. A tenant may have chosen the URLs. */
  SERVED;

  /** {@return the addresses to which requests to this endpoint may be sent} */
  Reach reach(ClientRegistration registration, Endpoint endpoint) {
    boolean trusted =
        this == BOUND
            ? registration.isTrusted(endpoint)
            : registration.privateOrigins().contains(endpoint.origin());
    return trusted ? Reach.ANYWHERE : Reach.PUBLIC;
  }

  /**
   * {@return the reason why a request was not sent; if its address was not allowed, with the
   * setting to change}
   */
  static String problem(NotSent notSent) {
    return notSent.failure() == Failure.NOT_PUBLIC
        ? notSent.detail() + "; if such requests are allowed, call allowPrivateEndpoints(…)"
        : notSent.detail();
  }
}
