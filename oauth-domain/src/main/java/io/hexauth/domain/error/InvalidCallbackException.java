// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;

/**
 * Thrown when a request to the redirect URI does not answer an authorization request of this user
 * agent. No request was sent to the token endpoint. What to do: show an error page (status 400),
 * and let the user start again. Many of these exceptions in a short time can be an attack.
 */
public final class InvalidCallbackException extends OAuthException {

  private static final long serialVersionUID = 1L;

  /** Value of {@link #registration()} for a callback that identifies no registration. */
  public static final ClientRegistrationId UNKNOWN_REGISTRATION =
      ClientRegistrationId.of("unknown");

  /** Reason for refusing the callback. */
  public enum Reason {
    /** The query is malformed or too long. */
    MALFORMED("the callback cannot be read"),
    /** The callback has a parameter twice (RFC 6749 §3.1). */
    DUPLICATE_PARAMETER("a parameter of the callback appears twice"),
    /** There is no {@code state}. */
    STATE_MISSING("the callback has no state"),
    /**
     * The {@code state} was never sent from this user agent (login CSRF), has expired, or was
     * already used.
     */
    STATE_UNKNOWN(
        "the state was never sent from this user agent, has expired, or was already" + " used"),
    /** The pending authorization of this {@code state} belongs to another user agent. */
    OTHER_USER_AGENT("the state belongs to another user agent"),
    /**
     * The {@code state} belongs to another registration, or the callback arrived at another
     * redirect URI.
     */
    OTHER_REGISTRATION("the callback belongs to another registration or redirect URI"),
    /**
     * Several servers are registered, and the callback lacks the parts of its URL that are needed
     * to distinguish them.
     */
    LOCATION_MISSING(
        "several servers are registered, and the callback lacks the URL at which it arrived: pass"
            + " the whole URL that the browser requested"),
    /** The {@code iss} is not the issuer to which the user was sent (RFC 9207 §2.4). */
    ISSUER_MISMATCH("iss is not the issuer to which the user was sent"),
    /** The {@code iss} is missing although the server promised it (RFC 9207 §2.4). */
    ISSUER_MISSING("iss is missing, although the server promised it"),
    /** The callback contains both {@code code} and {@code error}. */
    CODE_AND_ERROR("the callback contains both a code and an error"),
    /** The callback contains neither {@code code} nor {@code error}. */
    NO_CODE("the callback contains neither a code nor an error");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Reason reason;

  /**
   * Creates the exception for a callback of {@code registration} that was refused for {@code
   * reason}.
   */
  public InvalidCallbackException(ClientRegistrationId registration, Reason reason) {
    super(registration, reason.text + "; no token was requested; let the user start again", null);
    this.reason = reason;
  }

  private InvalidCallbackException(InvalidCallbackException original) {
    super(original);
    this.reason = original.reason;
  }

  @Override
  public InvalidCallbackException forCaller() {
    return new InvalidCallbackException(this);
  }

  /** {@return the reason} */
  public Reason reason() {
    return reason;
  }
}
