// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import java.util.Optional;
import java.util.Set;

/**
 * An {@code error} code. Open: servers invent their own, and those survive as they are, but only
 * codes that {@link #isKnown()} are put into messages.
 *
 * @param value the code: from 1 to 100 letters and digits of ASCII, {@code _}, {@code -}, {@code .}
 *     and {@code :}
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

  private static final int LONGEST = 100;

  /** Codes of the RFCs, and a few of large providers, so that their texts cannot be a secret. */
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
   * Keeps the code as it is.
   *
   * @throws IllegalArgumentException if it is empty, longer than 100 characters, or has a character
   *     other than ASCII letters and digits, {@code _}, {@code -}, {@code .} and {@code :}
   */
  public OAuthErrorCode {
    if (value.isEmpty()
        || value.length() > LONGEST
        || !value.chars().allMatch(OAuthErrorCode::may)) {
      throw new IllegalArgumentException(
          "An error code has 1 to 100 ASCII letters and digits, underscores, hyphens, dots and"
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

  /** {@return the code that a server or a store wrote; empty if the text is no error code} */
  public static Optional<OAuthErrorCode> parse(String text) {
    try {
      return Optional.of(new OAuthErrorCode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * {@return whether the code is one of the RFCs or of a large provider. Any other may be a part of
   * a secret that the server repeats, so messages and log lines leave it out}
   */
  public boolean isKnown() {
    return KNOWN.contains(value);
  }

  /**
   * {@return whether the code refuses what was asked for, scopes or resource, and says nothing of
   * the grant, so that other requests may go on using it}
   */
  public boolean concernsAccessOnly() {
    return equals(INVALID_SCOPE) || equals(INVALID_TARGET);
  }

  /**
   * {@return whether the code says that a refresh token which was presented is no longer good}
   * Providers have their own spellings.
   */
  public boolean endsRefreshToken() {
    return ENDS_REFRESH_TOKEN.contains(value);
  }

  /** {@return the code as messages and log lines name it: an unknown one is left out} */
  public String named() {
    return isKnown() ? "'" + value + "'" : "an error code that no RFC defines";
  }

  @Override
  public String toString() {
    return value;
  }
}
