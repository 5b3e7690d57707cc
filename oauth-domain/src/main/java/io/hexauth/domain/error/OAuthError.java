// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Error that a server reported.
 *
 * @param code the error code
 * @param description the server's words, cut to 300 printable ASCII characters. The server controls
 *     them: show them to operators, not to users. Descriptions that repeat a secret of the request
 *     are dropped before they get here
 * @param uri where the server explains it, cut likewise; never fetched
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2">RFC 6749 §5.2</a>
 */
public record OAuthError(OAuthErrorCode code, Optional<String> description, Optional<String> uri) {

  /** Cuts description and uri to what may stand in a log line. */
  public OAuthError {
    description = description.map(text -> PlainText.of(text, 300)).filter(text -> !text.isEmpty());
    uri = uri.map(text -> PlainText.of(text, 300)).filter(text -> !text.isEmpty());
  }

  /** {@return an error of which only the code is known} */
  public static OAuthError of(OAuthErrorCode code) {
    return new OAuthError(code, Optional.empty(), Optional.empty());
  }

  /** The error from the texts that an exception keeps, because texts can be serialized. */
  static OAuthError of(String code, @Nullable String description, @Nullable String uri) {
    return new OAuthError(
        new OAuthErrorCode(code), Optional.ofNullable(description), Optional.ofNullable(uri));
  }
}
