// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

/**
 * Client identifier at the authorization server. It is not a secret.
 *
 * @param value one or more characters, without control characters
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-2.2">RFC 6749 §2.2</a>
 */
public record ClientId(String value) {

  /**
   * @throws IllegalArgumentException if the value is empty or has a control character
   */
  public ClientId {
    if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "A client id must not be empty or contain control" + " characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
