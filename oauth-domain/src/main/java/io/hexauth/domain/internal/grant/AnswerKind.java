// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import io.hexauth.domain.error.OAuthErrorCode;

/** Kind of an answer to a request, whatever was asked for. */
public enum AnswerKind {

  /** Nothing was sent, for a reason that has nothing to do with the server. */
  NOT_TRIED,

  /** Nothing can have been sent: the server was not reached. */
  NOT_SENT,

  /** No answer, or one that no such endpoint gives: a server error, a redirect, another content. */
  NO_ANSWER,

  /** The server is too busy: 429 or 503. */
  BUSY,

  /** The server refused what was asked for: an OAuth error, or another client error (4xx). */
  REFUSED,

  /** The server refused the client: {@code invalid_client}. */
  CLIENT_REFUSED,

  /** The server refused the client this grant type: {@code unauthorized_client}. */
  GRANT_TYPE_REFUSED,

  /** The server did what was asked for. */
  DONE;

  /** {@return the kind of an answer with this OAuth error code} */
  public static AnswerKind of(OAuthErrorCode code) {
    if (code.equals(OAuthErrorCode.INVALID_CLIENT)) {
      return CLIENT_REFUSED;
    }
    return code.equals(OAuthErrorCode.UNAUTHORIZED_CLIENT) ? GRANT_TYPE_REFUSED : REFUSED;
  }

  /** {@return the kind of an answer that cannot be used, by its HTTP status} */
  public static AnswerKind ofStatus(int status) {
    return status / 100 == 4 ? REFUSED : NO_ANSWER;
  }
}
