// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when code of the application failed: a {@code TokenProvider}, a secret supplier or a
 * credentials supplier. The stored token is kept. What to do: fix that code. The exception that it
 * threw is among the causes.
 */
public final class TokenProviderException extends OAuthException {

  private static final long serialVersionUID = 1L;

  /** Kind of failure of the application's code. */
  public enum Reason {
    /** The code threw an exception. */
    FAILED("threw an exception"),
    /** The code did not return within the request deadline. */
    LATE("did not answer in time"),
    /** The code returned {@code null}. */
    NOTHING("returned null or an empty result"),
    /** The code returned a value that the protocol or the registration does not allow. */
    NOT_ALLOWED("returned a value that is not allowed"),
    /** The code returned an expired token. */
    EXPIRED_TOKEN("returned an expired token"),
    /** The code returned a token that exceeds a limit of {@code SizeLimits}. */
    TOO_LARGE("returned a token that exceeds a limit of SizeLimits");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Reason reason;

  /**
   * Creates the exception for code of the application that failed for {@code registration}.
   *
   * @param what the name of the code, such as {@code "the token provider"}
   * @param reason the kind of failure; the message describes it
   * @param cause the exception that the code threw; for {@link Reason#NOT_ALLOWED}, the exception
   *     of the check that refused the value, whose message becomes part of this message; {@code
   *     null} if there is none
   */
  public TokenProviderException(
      ClientRegistrationId registration, String what, Reason reason, @Nullable Throwable cause) {
    super(
        registration,
        what
            + " "
            + reason.text
            + (reason == Reason.NOT_ALLOWED && cause != null ? " (" + cause.getMessage() + ")" : "")
            + "; the stored token is kept; fix that code",
        cause);
    this.reason = reason;
  }

  private TokenProviderException(TokenProviderException original) {
    super(original);
    this.reason = original.reason;
  }

  @Override
  public TokenProviderException forCaller() {
    return new TokenProviderException(this);
  }

  /** {@return the kind of failure} */
  public Reason reason() {
    return reason;
  }
}
