// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import io.hexauth.domain.registration.ClientRegistration;

/** One registration as Guice collects it: compared by identity, which costs nothing. */
final class Registered {

  private final ClientRegistration registration;

  Registered(ClientRegistration registration) {
    this.registration = registration;
  }

  ClientRegistration registration() {
    return registration;
  }
}
