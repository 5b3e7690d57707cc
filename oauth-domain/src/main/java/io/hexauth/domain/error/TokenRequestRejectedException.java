// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;

/**
 * The token or revocation endpoint refused the request with an OAuth error. What to do depends on
 * the code: {@code invalid_client} and {@code unauthorized_client} mean the registration is wrong,
 * {@code invalid_scope} and {@code invalid_target} what was asked for, {@code invalid_grant} a code
 * or a password that is not good.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2">RFC 6749 §5.2</a>
 */
public final class TokenRequestRejectedException extends OAuthException {

  private static final long serialVersionUID = 1L;

  private final transient OAuthError error;
  private final int status;

  /** The server of {@code registration} refused with this HTTP status and error. */
  public TokenRequestRejectedException(
      ClientRegistrationId registration, int status, OAuthError error) {
    super(
        registration,
        "the server refused the request: "
            + error.code()
            + (status == 0 ? " (remembered); " : " (status " + status + "); ")
            + hint(error.code()),
        null);
    this.error = error;
    this.status = status;
  }

  private static String hint(OAuthErrorCode code) {
    return switch (code.value()) {
      case "invalid_client", "unauthorized_client" ->
          "check client id, secret, authentication method and what the client is allowed";
      case "invalid_grant" -> "the code, password or refresh token is not good; start again";
      case "invalid_scope", "invalid_target" -> "check the scopes and resources asked for";
      case "unsupported_grant_type" -> "the server does not offer this grant";
      default -> "see the server's documentation of this code";
    };
  }

  /** {@return what the server said} */
  public OAuthError error() {
    return error;
  }

  /**
   * {@return the HTTP status of the answer; 0 if the refusal is remembered from an earlier request}
   */
  public int status() {
    return status;
  }
}
