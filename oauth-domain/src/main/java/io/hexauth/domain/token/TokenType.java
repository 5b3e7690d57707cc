// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.token;

import java.util.Locale;

/**
 * The {@code token_type}: how a token is presented. Case does not count.
 *
 * @param value the type in the spelling of its registration
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-7.1">RFC 6749 §7.1</a>
 */
public record TokenType(String value) {

  /** Whoever has the token may use it (RFC 6750). The only type that is presented today. */
  public static final TokenType BEARER = new TokenType("Bearer");

  /** Spells the known types as they are registered. */
  public TokenType {
    if (value.toLowerCase(Locale.ROOT).equals("bearer")) {
      value = "Bearer";
    }
  }

  /**
   * {@return whether Hexauth knows how to present a token of this type; others must not be used}
   */
  public boolean isUnderstood() {
    return equals(BEARER);
  }

  @Override
  public String toString() {
    return value;
  }
}
