// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.authorization;

import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Value of {@code state} in one authorization request, which connects the callback to the request.
 * {@link #toString()} redacts it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.1">RFC 6749 §4.1.1</a>
 */
public final class State {

  // Transient, so that libraries that write private fields as JSON leave it out.
  private final transient String value;

  /**
   * Creates a state.
   *
   * @param value 1 to 1024 printable ASCII characters
   * @throws IllegalArgumentException if the value is empty, too long, or contains other characters
   *     (RFC 6749 appendix A.5)
   */
  public State(String value) {
    if (value.isEmpty()
        || value.length() > 1024
        || !value.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
      throw new IllegalArgumentException("A state must have 1 to 1024 printable ASCII characters");
    }
    this.value = value;
  }

  /** {@return the value as it is sent} */
  public String value() {
    return value;
  }

  /** {@return a new state with 256 bits of entropy} */
  public static State random(SecureRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return new State(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof State that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "State[redacted]";
  }
}
