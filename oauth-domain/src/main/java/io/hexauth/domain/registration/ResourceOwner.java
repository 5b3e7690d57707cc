// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

/**
 * A user's name and password, for the password grant only. Never stored; {@link #toString()}
 * redacts it.
 *
 * @param username the user's name at the authorization server
 * @param password the user's password
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-4.3.2">RFC 6749 §4.3.2</a>
 */
public record ResourceOwner(String username, String password) {

  @Override
  public String toString() {
    return "ResourceOwner[redacted]";
  }
}
