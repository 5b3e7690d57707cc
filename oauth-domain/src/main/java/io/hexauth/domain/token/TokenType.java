// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.token;

import java.util.Locale;

/**
 * Value of {@code token_type}, which decides how a token is sent to an API. The case of letters has
 * no meaning.
 *
 * @param value the type in its registered spelling
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-7.1">RFC 6749 §7.1</a>
 */
public record TokenType(String value) {

  /**
   * Bearer token, which any holder can use (RFC 6750). The only type that Hexauth supports today.
   */
  public static final TokenType BEARER = new TokenType("Bearer");

  /**
   * Changes known types to their registered spelling.
   *
   * @throws IllegalArgumentException if the value is neither a type name that can be sent in a
   *     header (RFC 6749 appendix A.13) nor a URI
   */
  public TokenType {
    if (value.isEmpty() || !value.chars().allMatch(TokenType::isAllowed)) {
      throw new IllegalArgumentException(
          "A token type must be a name of letters, digits, '-', '.', '_', or a URI (RFC 6749"
              + " appendix A.13)");
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

  /** {@return true if Hexauth supports this type; tokens of other types must not be used} */
  public boolean isUnderstood() {
    return equals(BEARER);
  }

  @Override
  public String toString() {
    return value;
  }
}
