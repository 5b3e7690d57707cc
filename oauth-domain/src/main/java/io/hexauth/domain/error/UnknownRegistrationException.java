// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;

/**
 * Thrown when no registration has the requested id, which is a programming mistake. What to do: add
 * the registration with {@code OAuthClientBinder.registration(…)}.
 */
public final class UnknownRegistrationException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception for this id. */
  public UnknownRegistrationException(ClientRegistrationId registration) {
    super(
        "Client registration '"
            + registration
            + "' is unknown; add it with OAuthClientBinder.of(binder).registration(…)");
  }
}
