// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.token;

import org.jspecify.annotations.Nullable;

/**
 * Refresh token. {@link #toString()} redacts it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-1.5">RFC 6749 §1.5</a>
 */
public final class RefreshToken implements RevocableToken {

  // Transient, so that libraries that write private fields as JSON leave it out.
  private final transient String value;

  /**
   * Creates a refresh token.
   *
   * @param value the token, for the token and revocation endpoints only
   * @throws IllegalArgumentException if the value is empty or contains characters other than
   *     printable ASCII (RFC 6749 appendix A.17)
   */
  public RefreshToken(String value) {
    if (value.isEmpty() || !value.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
      throw new IllegalArgumentException(
          "A refresh token must have only printable ASCII" + " characters");
    }
    this.value = value;
  }

  /** {@return the token, for the token and revocation endpoints only} */
  @Override
  public String value() {
    return value;
  }

  @Override
  public String typeHint() {
    return "refresh_token";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RefreshToken that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "RefreshToken[redacted]";
  }
}
