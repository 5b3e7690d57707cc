// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.authorization;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Redirect of the user to the authorization server. {@link #toString()} redacts the state. */
public final class AuthorizationRedirect {

  // Transient: no library that writes private fields as JSON sees it.
  private final transient URI uri;
  private final transient State state;

  /**
   * A redirect.
   *
   * @param uri the authorization URL with everything in it
   * @param state what the callback will carry
   */
  public AuthorizationRedirect(URI uri, State state) {
    this.uri = uri;
    this.state = state;
  }

  /** {@return the authorization URL with everything in it} */
  public URI uri() {
    return uri;
  }

  /** {@return what the callback will carry} */
  public State state() {
    return state;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AuthorizationRedirect that
        && uri.equals(that.uri)
        && state.equals(that.state);
  }

  @Override
  public int hashCode() {
    return Objects.hash(uri, state);
  }

  @Override
  public String toString() {
    return "AuthorizationRedirect["
        + uri.getScheme()
        + "://"
        + uri.getAuthority()
        + uri.getPath()
        + "]";
  }
}
