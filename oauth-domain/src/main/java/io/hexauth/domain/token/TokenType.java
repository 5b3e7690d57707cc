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

  /**
   * Bearer token: possession is enough to use it (RFC 6750). The only type that is presented today.
   */
  public static final TokenType BEARER = new TokenType("Bearer");

  /**
   * Spells the known types as they are registered.
   *
   * @throws IllegalArgumentException if the value is not a type name that can be sent in a header
   *     (RFC 6749 appendix A.13), or a URI
   */
  public TokenType {
    if (value.isEmpty() || !value.chars().allMatch(TokenType::isAllowed)) {
      throw new IllegalArgumentException(
          "A token type is a name of letters, digits, '-', '.', '_', or a URI (RFC 6749 appendix A.13)");
    }
    if (value.toLowerCase(Locale.ROOT).equals("bearer")) {
      value = "Bearer";
    }
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._:/?#[]@!$&'()*+;=%~".indexOf(c) >= 0;
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
