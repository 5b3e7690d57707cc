// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;
import java.util.Optional;

/**
 * There is no usable grant and Hexauth cannot get one by itself. What to do: send the user to
 * consent again.
 */
public final class ReauthorizationRequiredException extends OAuthException {

  private static final long serialVersionUID = 1L;

  /** Why the user is needed. */
  public enum Reason {
    /** Nobody has consented yet, or what was stored is gone. */
    NO_GRANT("nothing is stored for this principal"),
    /** The access token has expired and there is no refresh token. */
    NO_REFRESH_TOKEN("the access token has expired and there is no refresh token"),
    /** The server refused the refresh token for good. */
    GRANT_REFUSED("the server no longer accepts the grant"),
    /**
     * The server refused the refresh token after an earlier presentation of it whose answer nobody
     * received: the server had most likely replaced it, and the new one is lost.
     */
    ROTATION_LOST("the refresh token was replaced in an answer that nobody received"),
    /** The grant was revoked. */
    REVOKED("the grant was revoked, only a new one can follow");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Reason reason;
  private final transient Optional<OAuthErrorCode> errorCode;

  /**
   * The grant of a principal of {@code registration} is not usable.
   *
   * @param errorCode what the server said, if it was the server
   */
  public ReauthorizationRequiredException(
      ClientRegistrationId registration, Reason reason, Optional<OAuthErrorCode> errorCode) {
    super(
        registration,
        reason.text
            + errorCode.map(code -> " (" + code + ")").orElse("")
            + "; send the user to consent, or call fetchToken() where the client acts for itself",
        null);
    this.reason = reason;
    this.errorCode = errorCode;
  }

  /** {@return why the user is needed} */
  public Reason reason() {
    return reason;
  }

  /** {@return the server's error code; empty if no server was involved} */
  public Optional<OAuthErrorCode> errorCode() {
    return errorCode;
  }
}
