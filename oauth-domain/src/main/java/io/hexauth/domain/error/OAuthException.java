// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;
import org.jspecify.annotations.Nullable;

/**
 * The root of every failure that Hexauth reports about the world outside the program. Its
 * subclasses differ in what the caller can do; a {@code switch} over them is complete. Programming
 * mistakes are {@link IllegalArgumentException}, {@link IllegalStateException} and {@link
 * NullPointerException} instead.
 *
 * <p>No message holds a secret or anything that a server wrote, apart from the OAuth error code.
 */
public abstract sealed class OAuthException extends RuntimeException
    permits AuthorizationDeniedException,
        InvalidCallbackException,
        InvalidServerResponseException,
        ReauthorizationRequiredException,
        ServiceUnavailableException,
        TokenExpiredException,
        TokenProviderException,
        TokenRequestRejectedException,
        UnreadableRecordException {

  private static final long serialVersionUID = 1L;

  private final String registration;

  OAuthException(ClientRegistrationId registration, String message, @Nullable Throwable cause) {
    super("Client registration '" + registration + "': " + message, cause);
    this.registration = registration.value();
  }

  /** {@return the registration that the failure is about} */
  public final ClientRegistrationId registration() {
    return new ClientRegistrationId(registration);
  }
}
