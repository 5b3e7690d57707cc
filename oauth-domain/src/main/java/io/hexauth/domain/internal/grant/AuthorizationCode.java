// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

/**
 * Authorization code. It can be used once, within minutes. {@link #toString()} redacts it.
 *
 * @param value the code, for the token request only
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-1.3.1">RFC 6749 §1.3.1</a>
 */
public record AuthorizationCode(String value) {

  /**
   * @throws IllegalArgumentException if the value is empty or contains characters other than
   *     printable ASCII (RFC 6749 appendix A.11)
   */
  public AuthorizationCode {
    if (value.isEmpty() || !value.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
      throw new IllegalArgumentException(
          "An authorization code must have only printable ASCII characters");
    }
  }

  @Override
  public String toString() {
    return "Code[redacted]";
  }
}
