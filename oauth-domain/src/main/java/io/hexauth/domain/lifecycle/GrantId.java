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

  @Override
  public String toString() {
    return value;
  }
}
