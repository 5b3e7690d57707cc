// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.authorization;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Unguessable value that identifies the browser (user agent) of an authorization. It comes from the
 * application's session or a cookie, and must be the same at the start and at the callback. Hexauth
 * stores only its hash. {@link #toString()} redacts it.
 *
 * <p>Without this value, an attacker could make a victim's browser finish the attacker's
 * authorization (login CSRF, RFC 6749 §10.12).
 */
public final class UserAgentBinding {

  // Transient, so that libraries that write private fields as JSON leave it out.
  private final transient String value;

  /**
   * Creates a binding.
   *
   * @param value at least 8 characters that an attacker cannot guess, such as a session id; never a
   *     user name
   * @throws IllegalArgumentException if the value has fewer than 8 characters
   */
  public UserAgentBinding(String value) {
    if (value.length() < 8) {
      throw new IllegalArgumentException(
          "A user agent binding needs at least 8 unguessable characters, such as a session id");
    }
    this.value = value;
  }

  /** {@return the value, which must be kept secret} */
  public String value() {
    return value;
  }

  /**
   * {@return the binding for this session or cookie value}
   *
   * @throws IllegalArgumentException if the value has fewer than 8 characters
   */
  public static UserAgentBinding of(String value) {
    return new UserAgentBinding(value);
  }

  /**
   * {@return a binding with a new random value, for a command-line program that keeps it until the
   * callback}
   */
  public static UserAgentBinding random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return new UserAgentBinding(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** {@return the SHA-256 of the value in base64url, which is stored} */
  public String hash() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * {@return true if the hash of this binding equals the given hash} The comparison takes constant
   * time.
   */
  public boolean matches(String hash) {
    return MessageDigest.isEqual(
        hash().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UserAgentBinding that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "UserAgentBinding[redacted]";
  }
}
