// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the authorization server sent the user back with an error instead of a code, usually
 * because the user declined. What to do: inform the user, and offer to start again.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1">RFC 6749 §4.1.2.1</a>
 */
public final class AuthorizationDeniedException extends OAuthException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final @Nullable String description;
  private final @Nullable String uri;

  /** Creates the exception for a callback of {@code registration} with this error. */
  public AuthorizationDeniedException(ClientRegistrationId registration, OAuthError error) {
    super(
        registration,
        "the authorization server answered "
            + error.code().named()
            + " instead of a code; tell the user and offer to start again",
        null);
    this.code = error.code().value();
    this.description = error.description().orElse(null);
    this.uri = error.uri().orElse(null);
  }

  private AuthorizationDeniedException(AuthorizationDeniedException original) {
    super(original);
    this.code = original.code;
    this.description = original.description;
    this.uri = original.uri;
  }

  @Override
  public AuthorizationDeniedException forCaller() {
    return new AuthorizationDeniedException(this);
  }

  /** {@return the server's error; {@code access_denied} if the user declined} */
  public OAuthError error() {
    return OAuthError.of(code, description, uri);
  }
}
