// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * PKCE code verifier: the secret value from which the code challenge is derived. Each authorization
 * request has a new one. {@link #toString()} redacts it.
 *
 * @param value 43 to 128 unreserved characters; for the token request only
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7636.html#section-4.1">RFC 7636 §4.1</a>
 */
public record CodeVerifier(String value) {

  /** Only supported challenge method. Hexauth never uses {@code plain} (RFC 9700 §2.1.1). */
  public static final String CHALLENGE_METHOD = "S256";

  /**
   * @throws IllegalArgumentException if the value is not 43 to 128 unreserved characters
   */
  public CodeVerifier {
    if (value.length() < 43
        || value.length() > 128
        || !value.chars().allMatch(CodeVerifier::isUnreserved)) {
      throw new IllegalArgumentException(
          "A code verifier must have 43 to 128 unreserved characters (RFC 7636 §4.1)");
    }
  }

  /** {@return a new verifier with 256 bits of entropy} */
  public static CodeVerifier random(SecureRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return new CodeVerifier(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /**
   * {@return the code challenge, {@code BASE64URL(SHA256(verifier))}, which the browser sends (RFC
   * 7636 §4.2)}
   */
  public String challenge() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }

  @Override
  public String toString() {
    return "CodeVerifier[redacted]";
  }
}
