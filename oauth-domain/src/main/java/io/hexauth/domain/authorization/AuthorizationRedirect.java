// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.authorization;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Redirect of a user to the authorization server. {@link #toString()} redacts the state. */
public final class AuthorizationRedirect {

  // Transient, so that libraries that write private fields as JSON leave it out.
  private final transient URI uri;
  private final transient State state;

  /**
   * Creates a redirect.
   *
   * @param uri the complete authorization URL
   * @param state the state, which the callback will contain
   */
  public AuthorizationRedirect(URI uri, State state) {
    this.uri = uri;
    this.state = state;
  }

  /** {@return the complete authorization URL} */
  public URI uri() {
    return uri;
  }

  /** {@return the state, which the callback will contain} */
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
