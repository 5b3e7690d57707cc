// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the token endpoint or the revocation endpoint refused a request with an OAuth error.
 * The error code indicates what to check:
 *
 * <ul>
 *   <li>{@code invalid_client} and {@code unauthorized_client}: the registration;
 *   <li>{@code invalid_scope} and {@code invalid_target}: the requested access;
 *   <li>{@code invalid_grant}: the code or the password.
 * </ul>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2">RFC 6749 §5.2</a>
 */
public final class TokenRequestRejectedException extends OAuthException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final @Nullable String description;
  private final @Nullable String uri;
  private final int status;
  private final @Nullable Duration retryAfter;

  /**
   * Creates the exception for an answer of the server of {@code registration} with this HTTP status
   * and error.
   */
  public TokenRequestRejectedException(
      ClientRegistrationId registration, int status, OAuthError error) {
    this(registration, error, status, null);
  }

  private TokenRequestRejectedException(
      ClientRegistrationId registration,
      OAuthError error,
      int status,
      @Nullable Duration retryAfter) {
    super(
        registration,
        (retryAfter == null
                ? "the server refused the request with "
                    + error.code().named()
                    + " (status "
                    + status
                    + "); "
                : "the server refused an earlier request with "
                    + error.code().named()
                    + ", and this request was not sent; retry after "
                    + seconds(retryAfter)
                    + " s; ")
            + hint(error.code()),
        null);
    this.code = error.code().value();
    this.description = error.description().orElse(null);
    this.uri = error.uri().orElse(null);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  private TokenRequestRejectedException(TokenRequestRejectedException original) {
    super(original);
    this.code = original.code;
    this.description = original.description;
    this.uri = original.uri;
    this.status = original.status;
    this.retryAfter = original.retryAfter;
  }

  /**
   * {@return the exception for a request that Hexauth does not send, because the server refused an
   * earlier one}
   *
   * @param error the server's error at that time
   * @param retryAfter the time from now on in which no request is sent
   */
  public static TokenRequestRejectedException remembered(
      ClientRegistrationId registration, OAuthError error, Duration retryAfter) {
    return new TokenRequestRejectedException(registration, error, 0, retryAfter);
  }

  @Override
  public TokenRequestRejectedException forCaller() {
    return new TokenRequestRejectedException(this);
  }

  private static long seconds(Duration duration) {
    return duration.plusMillis(999).toSeconds();
  }

  private static String hint(OAuthErrorCode code) {
    return switch (code.value()) {
      case "invalid_client", "unauthorized_client" ->
          "check the client id, secret and authentication method, and the permissions of the"
              + " client";
      case "invalid_grant" -> "the code, password or refresh token is not valid; start again";
      case "invalid_scope", "invalid_target" -> "check the requested scopes and resources";
      case "unsupported_grant_type" -> "the server does not support this grant type";
      default -> "see the server's documentation of this error code";
    };
  }

  /** {@return the server's error} */
  public OAuthError error() {
    return OAuthError.of(code, description, uri);
  }

  /**
   * {@return the time from now on in which no request is sent, if this request was not sent because
   * the server refused an earlier one; empty if the server answered this request}
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * {@return the HTTP status of the server's answer; 0 if this request was not sent, because the
   * server refused an earlier one}
   */
  public int status() {
    return status;
  }
}
