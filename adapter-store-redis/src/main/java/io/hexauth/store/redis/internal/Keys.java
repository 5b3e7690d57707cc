// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.domain.lifecycle.GrantKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Names of keys in Redis: the prefix of the application, the kind, and a hash in braces. A cluster
 * chooses the slot by the text in braces only.
 */
final class Keys {

  private final String start;

  private Keys(String start) {
    this.start = start;
  }

  static Keys ofGrants(String prefix) {
    return new Keys(prefix + "grant:{");
  }

  static Keys ofPending(String prefix) {
    return new Keys(prefix + "pending:{");
  }

  byte[] of(GrantKey key) {
    return Wire.text(start + key.value() + "}");
  }

  /**
   * {@return a pattern that matches all of these keys} No character of a prefix has a meaning in
   * patterns, except the star that is added.
   */
  String all() {
    return start + "*";
  }

  /** {@return the grant key in this name; empty for a key of another application} */
  Optional<GrantKey> parse(byte[] name) {
    int length = start.length() + 64;
    byte[] begin = Wire.text(start);
    if (name.length != length + 1
        || name[length] != '}'
        || Arrays.mismatch(name, begin) != begin.length) {
      return Optional.empty();
    }
    String hash = new String(name, start.length(), 64, StandardCharsets.ISO_8859_1);
    try {
      return Optional.of(new GrantKey(hash));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
