// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;

/**
 * The server answered with something that OAuth does not allow: HTML, a redirect, no access token,
 * a token that cannot stand in a header. Nothing of it was stored. What to do: with a {@link
 * #status()} from 500 try again later, the server is in trouble; else check the endpoint and the
 * {@code responseFormat} of the registration.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5">RFC 6749 §5</a>
 */
public final class InvalidServerResponseException extends OAuthException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * The server of {@code registration} answered with this HTTP status.
   *
   * @param problem what is wrong with the answer, in our words, never the server's
   */
  public InvalidServerResponseException(
      ClientRegistrationId registration, int status, String problem) {
    super(
        registration,
        "the server's answer (status "
            + status
            + ") cannot be used: "
            + problem
            + (status >= 500 ? "; try again later, and if that does not help, " : "; ")
            + "check the endpoint and the response format",
        null);
    this.status = status;
  }

  private InvalidServerResponseException(InvalidServerResponseException original) {
    super(original);
    this.status = original.status;
  }

  @Override
  public InvalidServerResponseException forCaller() {
    return new InvalidServerResponseException(this);
  }

  /** {@return the HTTP status of the answer} */
  public int status() {
    return status;
  }
}
