// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.ports.spi.Reach;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.ports.spi.TransportResult.NotSent;

/** Source of a registration. It decides which addresses the URLs of the registration reach. */
public enum RegistrationSource {
  /** A module of the application. Its URLs are the application's own. */
  BOUND,
  /** The application's database. Its URLs may be those of a tenant. */
  SERVED;

  /** {@return where requests to this endpoint may go} */
  Reach reach(ClientRegistration registration, Endpoint endpoint) {
    boolean trusted =
        this == BOUND
            ? registration.isTrusted(endpoint)
            : registration.privateOrigins().contains(endpoint.origin());
    return trusted ? Reach.ANYWHERE : Reach.PUBLIC;
  }

  /** {@return why a request was not sent, and what helps if it was kept from its address} */
  static String problem(NotSent notSent) {
    return notSent.failure() == Failure.NOT_PUBLIC
        ? notSent.detail() + "; if such requests are allowed, call allowPrivateEndpoints(…)"
        : notSent.detail();
  }
}
