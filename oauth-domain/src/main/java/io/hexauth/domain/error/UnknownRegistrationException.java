// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;

/**
 * A programming mistake: no registration has this id. What to do: add it with {@code
 * OAuthClientBinder.registration(…)}.
 */
public final class UnknownRegistrationException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** No registration has the id {@code registration}. */
  public UnknownRegistrationException(ClientRegistrationId registration) {
    super(
        "Client registration '"
            + registration
            + "' is unknown; add it with OAuthClientBinder.of(binder).registration(…)");
  }
}
