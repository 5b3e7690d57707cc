// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

/**
 * An {@code error} code. Open: servers invent their own, and those survive as they are.
 *
 * @param value the code, at most 100 printable ASCII characters
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2">RFC 6749 §5.2</a>
 */
public record OAuthErrorCode(String value) {

  /** The user, or the server, said no (RFC 6749 §4.1.2.1). */
  public static final OAuthErrorCode ACCESS_DENIED = new OAuthErrorCode("access_denied");

  /** The request is malformed. */
  public static final OAuthErrorCode INVALID_REQUEST = new OAuthErrorCode("invalid_request");

  /** The client's credentials are wrong. */
  public static final OAuthErrorCode INVALID_CLIENT = new OAuthErrorCode("invalid_client");

  /** The code, the refresh token or the password is not, or no longer, good. */
  public static final OAuthErrorCode INVALID_GRANT = new OAuthErrorCode("invalid_grant");

  /** The client may not use this grant; some servers say it for a wrong secret too. */
  public static final OAuthErrorCode UNAUTHORIZED_CLIENT =
      new OAuthErrorCode("unauthorized_client");

  /** The server does not know this grant. */
  public static final OAuthErrorCode UNSUPPORTED_GRANT_TYPE =
      new OAuthErrorCode("unsupported_grant_type");

  /** A scope is unknown, malformed or more than was granted. */
  public static final OAuthErrorCode INVALID_SCOPE = new OAuthErrorCode("invalid_scope");

  /** The resource is unknown or not allowed (RFC 8707 §2). */
  public static final OAuthErrorCode INVALID_TARGET = new OAuthErrorCode("invalid_target");

  /**
   * Keeps what a server may say: printable ASCII, at most 100 characters; everything else is
   * dropped.
   */
  public OAuthErrorCode {
    value = PlainText.of(value, 100).strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException("An error code is not empty");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
