// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.token;

/**
 * An ID token as it was received, <strong>not validated</strong>: nothing in it may be believed
 * yet. {@link #toString()} redacts it, because it identifies a person.
 *
 * @param value the compact serialization
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#IDToken">OpenID Connect Core
 *     §2</a>
 */
public record IdToken(String value) {

  /**
   * @throws IllegalArgumentException if the value is empty
   */
  public IdToken {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("An ID token is not empty");
    }
  }

  @Override
  public String toString() {
    return "IdToken[redacted]";
  }
}
