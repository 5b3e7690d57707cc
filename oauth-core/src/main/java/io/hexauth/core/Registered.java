// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import jakarta.inject.Provider;

/**
 * Registration that a module has added to {@link OAuthClientBinder}. Guice compares these elements
 * by identity, which is cheap.
 */
final class Registered {

  private final ClientRegistrationId id;
  private final Provider<ClientRegistration> provider;

  Registered(ClientRegistrationId id, Provider<ClientRegistration> provider) {
    this.id = id;
    this.provider = provider;
  }

  /**
   * Gets the registration from its Guice provider.
   *
   * @throws IllegalArgumentException if the application's provider returns {@code null}, or a
   *     registration with another id
   */
  ClientRegistration registration() {
    ClientRegistration given = provider.get();
    if (given == null || !given.id().equals(id)) {
      throw new IllegalArgumentException(
          "Client registration '"
              + id
              + "': the provider of this registration returned "
              + (given == null ? "null" : "the registration '" + given.id() + "'"));
    }
    return given;
  }
}
