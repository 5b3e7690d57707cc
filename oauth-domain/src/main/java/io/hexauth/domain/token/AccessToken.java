// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.token;

import org.jspecify.annotations.Nullable;

/**
 * Access token. {@link #toString()} redacts it.
 *
 * <p>Allowed characters are all visible ASCII characters except {@code " , \ { }}, which end or
 * change a header value. This rule is stricter than RFC 6749 appendix A.12. It is less strict than
 * {@code b64token} of RFC 6750 §2.1, because some providers use {@code |} and other characters
 * outside of it.
 *
 * <p>Applications keep many tokens, and some tokens are long. So the object contains the text only
 * once, as the value of the {@code Authorization} header.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-1.4">RFC 6749 §1.4</a>
 */
public final class AccessToken implements RevocableToken {

  private static final String BEARER = TokenType.BEARER.value() + " ";

  // Transient, so that libraries that write private fields as JSON leave it out.
  private final transient String bearer;

  /**
   * Creates an access token.
   *
   * @param value the token
   * @throws IllegalArgumentException if the value is empty or contains a character that is not
   *     allowed
   */
  public AccessToken(String value) {
    if (value.isEmpty() || !value.chars().allMatch(AccessToken::isAllowed)) {
      throw new IllegalArgumentException(
          "An access token must have only visible ASCII characters, and none of '\"', ',', '\\',"
              + " '{', '}'");
    }
    this.bearer = BEARER + value;
  }

  /** {@return the token, for revocation and for your own headers; a new string for each call} */
  @Override
  public String value() {
    return bearer.substring(BEARER.length());
  }

  /** {@return the number of characters of the token} */
  public int length() {
    return bearer.length() - BEARER.length();
  }

  /**
   * {@return the value of the {@code Authorization} header with this token as a bearer token (RFC
   * 6750 §2.1)}
   */
  String bearer() {
    return bearer;
  }

  /**
   * {@return true if the token has the syntax {@code b64token} of RFC 6750 §2.1} This is one or
   * more ASCII letters, digits or characters of {@code -._~+/}, and then any number of {@code =}.
   */
  public boolean isB64token() {
    String value = value();
    int end = value.length();
    while (end > 0 && value.charAt(end - 1) == '=') {
      end--;
    }
    return end > 0 && value.substring(0, end).chars().allMatch(AccessToken::isB64token);
  }

  private static boolean isAllowed(int c) {
    return c > 0x20 && c < 0x7F && c != '"' && c != ',' && c != '\\' && c != '{' && c != '}';
  }

  private static boolean isB64token(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~+/".indexOf(c) >= 0;
  }

  @Override
  public String typeHint() {
    return "access_token";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AccessToken that && bearer.equals(that.bearer);
  }

  @Override
  public int hashCode() {
    return bearer.hashCode();
  }

  @Override
  public String toString() {
    return "AccessToken[redacted]";
  }
}
