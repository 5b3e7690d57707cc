// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.authorization;

import java.net.URI;

/**
 * Redirect of the user to the authorization server. {@link #toString()} redacts the state.
 *
 * @param uri the authorization URL with everything in it
 * @param state what the callback will carry
 */
public record AuthorizationRedirect(URI uri, State state) {

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
