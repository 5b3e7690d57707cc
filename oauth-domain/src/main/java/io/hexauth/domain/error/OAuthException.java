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
 * <p>No message holds a secret or anything that a server wrote, apart from OAuth error codes that
 * {@link OAuthErrorCode#isKnown()}.
 *
 * <p>An exception that reaches a caller after work on another thread was made for that caller alone
 * ({@link #forCaller()}): its cause is the exception of the other thread, of the same type.
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

  OAuthException(OAuthException original) {
    super(original.getMessage(), original);
    this.registration = original.registration;
  }

  /**
   * Returns this failure for one more caller: a new exception of the same type with the same
   * message and data. Its stack trace is that of the calling thread, and its cause is this
   * exception, whose stack trace shows where the failure came from. Safe for use by multiple
   * threads.
   *
   * @return the new exception
   */
  public abstract OAuthException forCaller();

  /** {@return the registration that the failure is about} */
  public final ClientRegistrationId registration() {
    return new ClientRegistrationId(registration);
  }
}
