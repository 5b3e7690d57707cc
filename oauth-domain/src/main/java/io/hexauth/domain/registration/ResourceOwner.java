// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * User name and password of a user, for the password grant only. They are never stored. {@link
 * #toString()} redacts them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-4.3.2">RFC 6749 §4.3.2</a>
 */
public final class ResourceOwner {

  // Transient, so that libraries that write private fields as JSON leave it out.
  private final transient String username;
  private final transient String password;

  /**
   * Creates the credentials of a user.
   *
   * @param username the user's name at the authorization server
   * @param password the user's password
   */
  public ResourceOwner(String username, String password) {
    this.username = username;
    this.password = password;
  }

  /** {@return the user's name at the authorization server} */
  public String username() {
    return username;
  }

  /** {@return the user's password} */
  public String password() {
    return password;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResourceOwner that
        && username.equals(that.username)
        && password.equals(that.password);
  }

  @Override
  public int hashCode() {
    return Objects.hash(username, password);
  }

  @Override
  public String toString() {
    return "ResourceOwner[redacted]";
  }
}
