// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/** Scripts of the stores. Redis executes each script atomically. */
enum Script {
  FIND("find"),
  REPLACE("replace"),
  PUT_PENDING("put-pending"),
  TAKE_PENDING("take-pending");

  private final String source;
  private final String digest;

  Script(String file) {
    this.source = read(file + ".lua");
    this.digest = sha1(source);
  }

  String source() {
    return source;
  }

  /** {@return the hash that names the script after Redis has loaded it} */
  String digest() {
    return digest;
  }

  private static String read(String file) {
    try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String source) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(Wire.text(source)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }
}
