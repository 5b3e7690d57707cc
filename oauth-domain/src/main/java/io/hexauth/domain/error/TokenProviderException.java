// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;
import org.jspecify.annotations.Nullable;

/**
 * The application's own {@code TokenProvider}, secret supplier or credentials supplier did not
 * deliver. The stored token is kept. What to do: fix that code; what it threw is among the causes.
 */
public final class TokenProviderException extends OAuthException {

  private static final long serialVersionUID = 1L;

  /** Kind of failure of the application's code. */
  public enum Reason {
    /** It threw. */
    FAILED("threw an exception"),
    /** It did not answer within the request deadline. */
    LATE("did not answer in time"),
    /** It returned nothing. */
    NOTHING("returned nothing"),
    /** It returned a value that the protocol or the registration does not allow. */
    NOT_ALLOWED("returned a value that is not allowed"),
    /** It returned a token that has expired. */
    EXPIRED_TOKEN("returned an expired token"),
    /** It returned a token that is larger than {@code SizeLimits} allow. */
    TOO_LARGE("returned a token that is over a limit of SizeLimits");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Reason reason;

  /**
   * Code of the application failed for {@code registration}.
   *
   * @param what which code it was, such as {@code "the token provider"}
   * @param cause what it threw, if it did; for {@link Reason#NOT_ALLOWED} the rule, whose message
   *     becomes part of this one
   */
  public TokenProviderException(
      ClientRegistrationId registration, String what, Reason reason, @Nullable Throwable cause) {
    super(
        registration,
        what
            + " "
            + reason.text
            + (reason == Reason.NOT_ALLOWED && cause != null ? " (" + cause.getMessage() + ")" : "")
            + "; the stored token is kept, fix that code",
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

  /** {@return what the application's code did} */
  public Reason reason() {
    return reason;
  }
}
