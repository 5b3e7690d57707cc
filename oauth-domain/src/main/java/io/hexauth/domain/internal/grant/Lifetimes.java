// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import io.hexauth.domain.registration.TokenResponseFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads lifetimes of tokens in all forms that providers send, as durations from now. The result is
 * never negative and never overflows.
 */
record Lifetimes(TokenResponseFormat format, Instant now) {

  /**
   * Longest lifetime, 68 years. A longer one is shortened, so that calculations with instants
   * cannot overflow.
   */
  private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(Integer.MAX_VALUE);

  private static final BigDecimal LONGEST_NUMBER = LONGEST_SECONDS.movePointRight(6);

  /**
   * Number of seconds from the epoch to the year 5138. A larger number of an expiry is in
   * milliseconds.
   */
  private static final BigDecimal YEAR_5138 = BigDecimal.valueOf(100_000_000_000L);

  private static final int LONGEST_TEXT = 40;

  /** Limit on the size of a number, about 6000 digits. No lifetime needs more. */
  private static final int MOST_BITS = 20_000;

  Optional<Duration> ofAccessToken(Map<String, Object> members) {
    Object lifetime = members.get("expires_in");
    if (format.isStrict()) {
      if (lifetime != null && !isWholeNumber(lifetime)) {
        throw new IllegalArgumentException("its expires_in is not a whole number of seconds");
      }
      return number(lifetime).map(this::asConfigured);
    }
    return number(lifetime)
        .or(() -> number(members.get("expires")))
        .map(this::asConfigured)
        .or(() -> until(members.get("expires_at")));
  }

  private Duration asConfigured(BigDecimal n) {
    return switch (format.expiresIn()) {
      case SECONDS -> seconds(n);
      case MILLISECONDS -> seconds(n.movePointLeft(3));
      case EPOCH_SECONDS -> sinceEpoch(n);
    };
  }

  /** Reads an instant: seconds or milliseconds since the epoch, or a date (RFC 3339). */
  private Optional<Duration> until(@Nullable Object value) {
    Optional<Duration> left =
        number(value).map(n -> sinceEpoch(n.compareTo(YEAR_5138) > 0 ? n.movePointLeft(3) : n));
    return left.isEmpty() && value instanceof String text && text.length() <= LONGEST_TEXT
        ? untilDate(text.trim())
        : left;
  }

  private Optional<Duration> untilDate(String text) {
    try {
      Instant end = OffsetDateTime.parse(text).toInstant();
      return Optional.of(seconds(BigDecimal.valueOf(Duration.between(now, end).toSeconds())));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  Optional<Duration> ofRefreshToken(Map<String, Object> members) {
    for (String name :
        new String[] {
          "refresh_token_expires_in", "refresh_expires_in", "x_refresh_token_expires_in"
        }) {
      // Keycloak sends 0 for an offline token that does not expire.
      Optional<Duration> lifetime =
          number(members.get(name)).map(Lifetimes::seconds).filter(d -> !d.isZero());
      if (lifetime.isPresent()) {
        return lifetime;
      }
    }
    return Optional.empty();
  }

  private Duration sinceEpoch(BigDecimal epochSeconds) {
    return seconds(epochSeconds.subtract(BigDecimal.valueOf(now.getEpochSecond())));
  }

  private static Duration seconds(BigDecimal value) {
    BigDecimal bounded = value.min(LONGEST_SECONDS).max(BigDecimal.ZERO);
    return Duration.ofSeconds(bounded.setScale(0, RoundingMode.FLOOR).longValue());
  }

  private static boolean isWholeNumber(Object value) {
    return value instanceof Integer || value instanceof Long || value instanceof BigInteger;
  }

  /**
   * Reads a number. A malformed value counts as absent. The limits on its length keep the cost of a
   * hostile number low.
   */
  private static Optional<BigDecimal> number(@Nullable Object value) {
    if (value instanceof BigInteger whole) {
      BigInteger cut = whole.bitLength() > Long.SIZE ? BigInteger.TWO.pow(Long.SIZE) : whole;
      return Optional.of(bounded(new BigDecimal(whole.signum() < 0 ? BigInteger.ZERO : cut)));
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.unscaledValue().bitLength() > MOST_BITS
          ? Optional.empty()
          : Optional.of(bounded(decimal));
    }
    String text = value instanceof Number || value instanceof String ? value.toString() : "";
    if (text.isBlank() || text.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    try {
      return Optional.of(bounded(new BigDecimal(text.trim())));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Limits size and exponent before any calculation. Otherwise, {@code 1e-999999999} would be
   * expanded digit by digit.
   */
  private static BigDecimal bounded(BigDecimal value) {
    if (value.signum() <= 0) {
      return BigDecimal.ZERO;
    }
    long wholeDigits = (long) value.precision() - value.scale();
    if (wholeDigits <= 0) {
      return BigDecimal.ZERO;
    }
    return wholeDigits > 15 ? LONGEST_NUMBER : value.setScale(3, RoundingMode.FLOOR);
  }
}
