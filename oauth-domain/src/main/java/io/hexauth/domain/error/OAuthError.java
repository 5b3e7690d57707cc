// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Error that a server reported.
 *
 * @param code the error code
 * @param description the server's text, cut to 300 printable ASCII characters. The server controls
 *     it, so show it to operators and not to users. A description that repeats a secret of the
 *     request is removed
 * @param uri the server's page about the error, cut in the same way; never fetched
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2">RFC 6749 §5.2</a>
 */
public record OAuthError(OAuthErrorCode code, Optional<String> description, Optional<String> uri) {

  /** Cuts description and URI to safe text for a log line. */
  public OAuthError {
    description = description.map(text -> PlainText.of(text, 300)).filter(text -> !text.isEmpty());
    uri = uri.map(text -> PlainText.of(text, 300)).filter(text -> !text.isEmpty());
  }

  /** {@return an error with a code only} */
  public static OAuthError of(OAuthErrorCode code) {
    return new OAuthError(code, Optional.empty(), Optional.empty());
  }

  /**
   * Returns the error for the texts that an exception keeps. An exception keeps texts because they
   * can be serialized.
   */
  static OAuthError of(String code, @Nullable String description, @Nullable String uri) {
    return new OAuthError(
        new OAuthErrorCode(code), Optional.ofNullable(description), Optional.ofNullable(uri));
  }
}
