// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Stored form of a password: PBKDF2 with HMAC-SHA256, written as {@code iterations:salt:hash}. */
final class PasswordHash {

  private static final int ITERATIONS = 600_000;
  private static final int BYTES = 32;

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int iterations, byte[] salt, byte[] hash) {
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  static PasswordHash parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("A password hash has the form iterations:salt:hash");
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return new PasswordHash(
        Integer.parseInt(parts[0]), base64.decode(parts[1]), base64.decode(parts[2]));
  }

  /** {@return a hash that no password has, so that an unknown user takes the same time} */
  static PasswordHash unknown() {
    return new PasswordHash(ITERATIONS, new byte[16], new byte[0]);
  }

  boolean matches(String password) {
    try {
      var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, BYTES * Byte.SIZE);
      byte[] presented =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      return MessageDigest.isEqual(presented, hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("PBKDF2 is not available", e);
    }
  }
}
