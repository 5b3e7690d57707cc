// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;

/**
 * Thrown when the server's answer violates OAuth: HTML, a redirect, no access token, or a token
 * that cannot be sent in a header. No part of the answer was stored. If {@link #status()} is 500 or
 * above, the server has a problem, so try again later. Otherwise, check the endpoint and the {@code
 * responseFormat} of the registration.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5">RFC 6749 §5</a>
 */
public final class InvalidServerResponseException extends OAuthException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Creates the exception for an answer of the server of {@code registration}.
   *
   * @param problem a description by Hexauth, without text of the server
   */
  public InvalidServerResponseException(
      ClientRegistrationId registration, int status, String problem) {
    super(
        registration,
        "the server's answer (status "
            + status
            + ") cannot be used: "
            + problem
            + (status >= 500 ? "; try again later; if that does not help, " : "; ")
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
