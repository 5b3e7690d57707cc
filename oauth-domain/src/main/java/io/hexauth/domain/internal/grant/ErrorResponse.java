// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The OAuth error in an answer, under whatever status it comes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2">RFC 6749 §5.2</a>
 */
public final class ErrorResponse {

  /**
   * Error codes with which a server refuses a request that it has processed. Any other code under a
   * 408, 429 or 5xx is a framework's error page, not an answer.
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

  /** There is no token endpoint at this address, so its words are not an endpoint's. */
  private static final Set<Integer> ELSEWHERE = Set.of(404, 405, 410);

  /**
   * {@return the error; empty if there is none, or one that does not say whether the request was
   * processed}
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

  /** {@code server_error} under any status leaves open how far the server got. */
  private static boolean says(int status, OAuthErrorCode code) {
    boolean mayBeUnprocessed = status >= 500 || status == 429 || status == 408;
    return mayBeUnprocessed ? PROCESSED.contains(code.value()) : !code.value().equals(SERVER_ERROR);
  }

  /** {@return whether the server says that it failed, which tells nothing about the request} */
  static boolean leavesOpen(TokenEndpointResponse answer) {
    return code(answer.body().members(), answer.secrets())
        .filter(code -> code.value().equals(SERVER_ERROR))
        .isPresent();
  }

  /** {@code error} is a code; some providers wrap it in an object or a list. */
  private static Optional<OAuthErrorCode> code(Map<String, Object> members, List<String> secrets) {
    Object error = members.get("error");
    if (error instanceof Map<?, ?> object) {
      error = object.get("type");
    }
    if (error == null && members.get("errors") instanceof List<?> errors && !errors.isEmpty()) {
      error = errors.get(0) instanceof Map<?, ?> first ? first.get("errorType") : null;
    }
    // A known code tells nothing, even where a parameter of the request reads the same.
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
