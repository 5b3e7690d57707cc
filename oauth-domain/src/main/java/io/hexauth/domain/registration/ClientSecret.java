// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

/**
 * The client's password at the authorization server. {@link #toString()} redacts it.
 *
 * @param value the secret itself; for request writers only
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3.1">RFC 6749 §2.3.1</a>
 */
public record ClientSecret(String value) {

  /**
   * @throws IllegalArgumentException if the value is empty or has a control character
   */
  public ClientSecret {
    if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "A client secret is not empty and has no control character");
    }
  }

  @Override
  public String toString() {
    return "ClientSecret[redacted]";
  }
}
