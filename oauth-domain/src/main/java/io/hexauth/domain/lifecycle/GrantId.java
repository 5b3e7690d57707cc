// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Identifier of one grant: each authorization or import of a principal creates a new one. Ids are
 * ordered by time, then by a random number. Not a secret.
 *
 * @param value 32 hexadecimal digits
 */
public record GrantId(String value) {

  private static final int TIME_DIGITS = 12;
  private static final long LAST_TIME = (1L << 48) - 1;
  private static final int RANDOM_BITS = 80;
  private static final BigInteger LAST_TAIL =
      BigInteger.ONE.shiftLeft(RANDOM_BITS).subtract(BigInteger.ONE);

  /**
   * @throws IllegalArgumentException if the value is not 32 hexadecimal digits
   */
  public GrantId {
    if (value.length() != 32 || !value.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException("A grant id must have 32 hexadecimal digits");
    }
  }

  /** {@return a new id: 48 bits with the time in milliseconds, and 80 random bits} */
  public static GrantId random(Instant now, SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BITS / 8];
    random.nextBytes(bytes);
    return new GrantId(
        HexFormat.of().toHexDigits(now.toEpochMilli(), TIME_DIGITS)
            + HexFormat.of().formatHex(bytes));
  }

  /**
   * Returns a new id that is greater than this one, even if the clock of this node is behind.
   *
   * @return the id; empty if this is the greatest possible id, which Hexauth never creates
   */
  public Optional<GrantId> next(Instant now, SecureRandom random) {
    long own = Long.parseLong(value.substring(0, TIME_DIGITS), 16);
    if (own < LAST_TIME) {
      long time = Math.max(now.toEpochMilli(), own + 1);
      return Optional.of(random(Instant.ofEpochMilli(time), random));
    }
    // The time of this id is the greatest possible one, so the id was planted. Increase the random
    // part.
    var tail = new BigInteger(value.substring(TIME_DIGITS), 16);
    BigInteger room = LAST_TAIL.subtract(tail);
    if (room.signum() == 0) {
      return Optional.empty();
    }
    BigInteger later = tail.add(BigInteger.ONE).add(new BigInteger(RANDOM_BITS, random).mod(room));
    String digits = later.toString(16);
    return Optional.of(
        new GrantId(
            value.substring(0, TIME_DIGITS)
                + "0".repeat(RANDOM_BITS / 4 - digits.length())
                + digits));
  }

  @Override
  public String toString() {
    return value;
  }
}
