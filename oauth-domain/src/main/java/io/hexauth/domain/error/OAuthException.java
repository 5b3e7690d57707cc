// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;
import org.jspecify.annotations.Nullable;

/**
 * Base class of all failures outside the program. Each subclass is for one kind of reaction of the
 * caller, and a {@code switch} over them is complete. Programming mistakes are {@link
 * IllegalArgumentException}, {@link IllegalStateException} and {@link NullPointerException}.
 *
 * <p>A message contains no secret and no text of a server, except for OAuth error codes that {@link
 * OAuthErrorCode#isKnown()}.
 *
 * <p>If the work was done on another thread, each caller gets its own exception ({@link
 * #forCaller()}). Its cause is the exception of the other thread, of the same type.
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
   * Creates a copy of this exception for one more caller, with the same type, message and data. The
   * stack trace is that of the calling thread. The cause is this exception, whose stack trace shows
   * the origin of the failure. Safe for use by multiple threads.
   *
   * @return the new exception
   */
  public abstract OAuthException forCaller();

  /** {@return the registration of the failed operation} */
  public final ClientRegistrationId registration() {
    return new ClientRegistrationId(registration);
  }
}
