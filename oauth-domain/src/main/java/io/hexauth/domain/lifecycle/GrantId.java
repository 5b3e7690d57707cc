// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Tells one authorization, or import, from the next of the same principal. Ordered by time, then
 * random; not a secret.
 *
 * @param value 32 hexadecimal digits
 */
public record GrantId(String value) {

  /**
   * @throws IllegalArgumentException if the value is not 32 hexadecimal digits
   */
  public GrantId {
    if (value.length() != 32 || !value.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException("A grant id has 32 hexadecimal digits");
    }
  }

  /** {@return a new id: 48 bits of milliseconds, 80 random bits} */
  public static GrantId random(Instant now, SecureRandom random) {
    byte[] bytes = new byte[10];
    random.nextBytes(bytes);
    return new GrantId(
        HexFormat.of().toHexDigits(now.toEpochMilli(), 12) + HexFormat.of().formatHex(bytes));
  }

  /**
   * {@return a new id that comes after this one, whatever the clock says: on one node it may be an
   * hour behind}
   */
  public GrantId next(Instant now, SecureRandom random) {
    long own = Long.parseLong(value.substring(0, 12), 16);
    return random(Instant.ofEpochMilli(Math.max(now.toEpochMilli(), own + 1)), random);
  }

  @Override
  public String toString() {
    return value;
  }
}
