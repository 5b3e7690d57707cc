// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;

/**
 * A request to the redirect URI was not an answer to an authorization request of this user agent.
 * Nothing was sent to the token endpoint. What to do: show an error page (status 400) and let the
 * user start again; a burst of these is an attack.
 */
public final class InvalidCallbackException extends OAuthException {

  private static final long serialVersionUID = 1L;

  /**
   * Stands for the registration in {@link #registration()}, where a callback does not lead to one.
   */
  public static final ClientRegistrationId UNKNOWN_REGISTRATION =
      ClientRegistrationId.of("unknown");

  /** Reason why the callback was refused. */
  public enum Reason {
    /** The query is not well-formed or too long. */
    MALFORMED("the callback cannot be read"),
    /** The callback has a parameter twice (RFC 6749 §3.1). */
    DUPLICATE_PARAMETER("the callback has a parameter twice"),
    /** There is no {@code state}. */
    STATE_MISSING("the callback has no state"),
    /**
     * The {@code state} was never sent from this user agent (login CSRF), has expired, or was used
     * already.
     */
    STATE_UNKNOWN("the state was never sent from this user agent, has expired or was used already"),
    /** The pending authorization of this {@code state} belongs to another user agent. */
    OTHER_USER_AGENT("the state belongs to another user agent"),
    /**
     * The {@code state} was sent by another registration, or the callback came to another redirect
     * URI.
     */
    OTHER_REGISTRATION("the callback belongs to another registration or redirect URI"),
    /**
     * Several servers are registered, and the callback does not say enough about where it came in
     * to tell them apart.
     */
    LOCATION_MISSING(
        "the callback does not say where it came in, which tells several servers apart: pass the"
            + " whole URL that the browser asked for"),
    /** {@code iss} is not the issuer that the user was sent to (RFC 9207 §2.4). */
    ISSUER_MISMATCH("iss is not the issuer that the user was sent to"),
    /** {@code iss} is missing although the server promised it (RFC 9207 §2.4). */
    ISSUER_MISSING("iss is missing although the server sends it always"),
    /** {@code code} and {@code error} stand together. */
    CODE_AND_ERROR("the callback has a code and an error"),
    /** Neither {@code code} nor {@code error} is there. */
    NO_CODE("the callback has neither a code nor an error");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Reason reason;

  /** The callback of {@code registration} was refused for {@code reason}. */
  public InvalidCallbackException(ClientRegistrationId registration, Reason reason) {
    super(registration, reason.text + "; no token was requested, let the user start again", null);
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

  /** {@return what was wrong} */
  public Reason reason() {
    return reason;
  }
}
