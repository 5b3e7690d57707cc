// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reader of the OAuth error in an answer with any status.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2">RFC 6749 §5.2</a>
 */
public final class ErrorResponse {

  /**
   * Error codes that show that the server has processed and refused the request, even with status
   * 408, 429 or 5xx. With such a status, any other code comes from the error page of a framework.
   */
  private static final Set<String> PROCESSED =
      Set.of(
          "invalid_request",
          "invalid_client",
          "invalid_grant",
          "unauthorized_client",
          "unsupported_grant_type",
          "invalid_scope",
          "invalid_target",
          "unsupported_token_type");

  private static final String SERVER_ERROR = "server_error";

  private ErrorResponse() {}

  /**
   * Statuses of addresses without a token endpoint. A body with such a status does not come from a
   * token endpoint.
   */
  private static final Set<Integer> ELSEWHERE = Set.of(404, 405, 410);

  /**
   * {@return the error; empty if there is none, or if it does not show that the server has
   * processed the request}
   */
  public static Optional<OAuthError> in(TokenEndpointResponse answer) {
    if (answer.status() / 100 == 3 || ELSEWHERE.contains(answer.status())) {
      return Optional.empty();
    }
    Map<String, Object> members = answer.body().members();
    return code(members, answer.secrets())
        .filter(code -> says(answer.status(), code))
        .map(
            code ->
                new OAuthError(
                    code,
                    text(members, "error_description", answer.secrets()),
                    text(members, "error_uri", answer.secrets())));
  }

  /**
   * Returns true if the code shows that the server has processed the request. {@code server_error}
   * never does, whatever the status is.
   */
  private static boolean says(int status, OAuthErrorCode code) {
    boolean mayBeUnprocessed = status >= 500 || status == 429 || status == 408;
    return mayBeUnprocessed ? PROCESSED.contains(code.value()) : !code.value().equals(SERVER_ERROR);
  }

  /**
   * {@return true if the server reports that it failed, so that it is unknown whether it processed
   * the request}
   */
  static boolean leavesOpen(TokenEndpointResponse answer) {
    return code(answer.body().members(), answer.secrets())
        .filter(code -> code.value().equals(SERVER_ERROR))
        .isPresent();
  }

  /** Reads the error code. Some providers put it into an object or a list. */
  private static Optional<OAuthErrorCode> code(Map<String, Object> members, List<String> secrets) {
    Object error = members.get("error");
    if (error instanceof Map<?, ?> object) {
      error = object.get("type");
    }
    if (error == null && members.get("errors") instanceof List<?> errors && !errors.isEmpty()) {
      error = errors.get(0) instanceof Map<?, ?> first ? first.get("errorType") : null;
    }
    // A known code cannot reveal a secret, even if it is equal to a parameter of the request.
    return error instanceof String text
        ? OAuthErrorCode.parse(text.strip())
            .filter(code -> code.isKnown() || !SecretEcho.repeats(text, secrets))
        : Optional.empty();
  }

  private static Optional<String> text(
      Map<String, Object> members, String name, List<String> secrets) {
    return members.get(name) instanceof String text && !SecretEcho.repeats(text, secrets)
        ? Optional.of(text)
        : Optional.empty();
  }
}
