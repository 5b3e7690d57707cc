// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.token;

import org.jspecify.annotations.Nullable;

/**
 * ID token as received, <strong>not validated</strong>: do not trust its content. {@link
 * #toString()} redacts it, because it identifies a person.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#IDToken">OpenID Connect Core
 *     §2</a>
 */
public final class IdToken {

  // Transient, so that libraries that write private fields as JSON leave it out.
  private final transient String value;

  /**
   * Creates an ID token.
   *
   * @param value the compact serialization
   * @throws IllegalArgumentException if the value is empty
   */
  public IdToken(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("An ID token must not be empty");
    }
    this.value = value;
  }

  /** {@return the compact serialization} */
  public String value() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IdToken that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "IdToken[redacted]";
  }
}
