// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import io.hexauth.domain.error.OAuthErrorCode;

/** Kind of an answer to a request of any type. */
public enum AnswerKind {

  /** No request was sent, for a reason on the side of the client. */
  NOT_TRIED,

  /** No request was sent, because the server could not be reached. */
  NOT_SENT,

  /**
   * The server did not answer, or its answer cannot come from such an endpoint: a server error, a
   * redirect, or other content.
   */
  NO_ANSWER,

  /** The server is too busy: status 429 or 503. */
  BUSY,

  /** The server refused the request with an OAuth error or another client error (4xx). */
  REFUSED,

  /** The server refused the client: {@code invalid_client}. */
  CLIENT_REFUSED,

  /** The server does not allow this grant type for the client: {@code unauthorized_client}. */
  GRANT_TYPE_REFUSED,

  /** The server fulfilled the request. */
  DONE;

  /** {@return the kind of an answer with this OAuth error code} */
  public static AnswerKind of(OAuthErrorCode code) {
    if (code.equals(OAuthErrorCode.INVALID_CLIENT)) {
      return CLIENT_REFUSED;
    }
    return code.equals(OAuthErrorCode.UNAUTHORIZED_CLIENT) ? GRANT_TYPE_REFUSED : REFUSED;
  }

  /** {@return the kind of an unusable answer with this HTTP status} */
  public static AnswerKind ofStatus(int status) {
    return status / 100 == 4 ? REFUSED : NO_ANSWER;
  }
}
