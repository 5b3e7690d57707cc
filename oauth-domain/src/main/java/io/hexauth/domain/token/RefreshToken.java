// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.token;

/**
 * A refresh token. {@link #toString()} redacts it.
 *
 * @param value the token itself; for the token and revocation endpoints only
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-1.5">RFC 6749 §1.5</a>
 */
public record RefreshToken(String value) implements RevocableToken {

  /**
   * @throws IllegalArgumentException if the value is empty or has other than printable ASCII (RFC
   *     6749 appendix A.17)
   */
  public RefreshToken {
    if (value.isEmpty() || !value.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
      throw new IllegalArgumentException("A refresh token has printable ASCII characters only");
    }
  }

  @Override
  public String typeHint() {
    return "refresh_token";
  }

  @Override
  public String toString() {
    return "RefreshToken[redacted]";
  }
}
