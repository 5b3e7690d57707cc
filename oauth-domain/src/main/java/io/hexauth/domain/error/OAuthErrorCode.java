// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import java.util.Optional;
import java.util.Set;

/**
 * Value of {@code error} in an answer. Servers also use codes that no RFC defines; they are kept
 * unchanged. Messages contain a code only if {@link #isKnown()}.
 *
 * @param value 1 to 100 ASCII letters and digits, {@code _}, {@code -}, {@code .} and {@code :}
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2">RFC 6749 §5.2</a>
 */
public record OAuthErrorCode(String value) {

  /** The user or the server denied the request (RFC 6749 §4.1.2.1). */
  public static final OAuthErrorCode ACCESS_DENIED = new OAuthErrorCode("access_denied");

  /** The request is malformed. */
  public static final OAuthErrorCode INVALID_REQUEST = new OAuthErrorCode("invalid_request");

  /** The client's credentials are wrong. */
  public static final OAuthErrorCode INVALID_CLIENT = new OAuthErrorCode("invalid_client");

  /** The code, the refresh token or the password is invalid or has expired. */
  public static final OAuthErrorCode INVALID_GRANT = new OAuthErrorCode("invalid_grant");

  /** The client may not use this grant. Some servers also use this code for a wrong secret. */
  public static final OAuthErrorCode UNAUTHORIZED_CLIENT =
      new OAuthErrorCode("unauthorized_client");

  /** The server does not support this grant. */
  public static final OAuthErrorCode UNSUPPORTED_GRANT_TYPE =
      new OAuthErrorCode("unsupported_grant_type");

  /** A scope is unknown, malformed or was not granted. */
  public static final OAuthErrorCode INVALID_SCOPE = new OAuthErrorCode("invalid_scope");

  /** The resource is unknown or not allowed (RFC 8707 §2). */
  public static final OAuthErrorCode INVALID_TARGET = new OAuthErrorCode("invalid_target");

  private static final int LONGEST = 100;

  /**
   * Codes of the RFCs and of large providers. Because they are known, their texts cannot be a
   * secret.
   */
  private static final Set<String> KNOWN =
      Set.of(
          // RFC 6749 §4.1.2.1, §5.2
          "access_denied",
          "invalid_client",
          "invalid_grant",
          "invalid_request",
          "invalid_scope",
          "server_error",
          "temporarily_unavailable",
          "unauthorized_client",
          "unsupported_grant_type",
          "unsupported_response_type",
          // RFC 6750 §3.1, RFC 7009 §2.2.1, RFC 8707 §2, RFC 9396 §5, RFC 9449 §5 and §8, RFC 9470
          // §3
          "insufficient_scope",
          "insufficient_user_authentication",
          "invalid_authorization_details",
          "invalid_dpop_proof",
          "invalid_target",
          "invalid_token",
          "unsupported_token_type",
          "use_dpop_nonce",
          // RFC 8628 §3.5
          "authorization_pending",
          "expired_token",
          "slow_down",
          // OpenID Connect Core §3.1.2.6
          "account_selection_required",
          "consent_required",
          "interaction_required",
          "login_required",
          // providers
          "bad_refresh_token",
          "bad_verification_code",
          "incorrect_client_credentials",
          "invalid_refresh_token",
          "refresh_token_reused");

  private static final Set<String> ENDS_REFRESH_TOKEN =
      Set.of(
          "invalid_grant",
          "invalid_token",
          "bad_refresh_token",
          "invalid_refresh_token",
          "refresh_token_reused");

  /**
   * Keeps the code unchanged.
   *
   * @throws IllegalArgumentException if the code is empty, longer than 100 characters, or contains
   *     a character other than ASCII letters and digits, {@code _}, {@code -}, {@code .} and {@code
   *     :}
   */
  public OAuthErrorCode {
    if (value.isEmpty()
        || value.length() > LONGEST
        || !value.chars().allMatch(OAuthErrorCode::may)) {
      throw new IllegalArgumentException(
          "An error code must have 1 to 100 ASCII letters and digits, underscores, hyphens, dots and"
              + " colons");
    }
  }

  private static boolean may(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-'
        || c == '.'
        || c == ':';
  }

  /**
   * {@return the error code for this text; empty if the text is not a valid code}
   *
   * @param text the whole code, as a server sent it or a store kept it; spaces are not removed
   */
  public static Optional<OAuthErrorCode> parse(String text) {
    try {
      return Optional.of(new OAuthErrorCode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * {@return true for a code of an RFC or of a large provider} Messages and log lines do not
   * contain other codes. Such a code could be part of a secret that the server repeats.
   */
  public boolean isKnown() {
    return KNOWN.contains(value);
  }

  /**
   * {@return true if the code refuses the scopes or the resource of one request only, so that other
   * requests can use the grant}
   */
  public boolean concernsAccessOnly() {
    return equals(INVALID_SCOPE) || equals(INVALID_TARGET);
  }

  /**
   * {@return true if the code reports an invalid refresh token: {@code invalid_grant}, or a code
   * that some providers send instead}
   */
  public boolean endsRefreshToken() {
    return ENDS_REFRESH_TOKEN.contains(value);
  }

  /**
   * {@return the code as messages and log lines show it; for an unknown code, a description without
   * the code}
   */
  public String named() {
    return isKnown() ? "'" + value + "'" : "an error code that no RFC defines";
  }

  @Override
  public String toString() {
    return value;
  }
}
