// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.grant;

import io.hexauth.domain.registration.TokenResponseFormat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every spelling of {@code expires_in} that providers send, as a duration from now; never negative,
 * never an overflow.
 */
record Lifetimes(TokenResponseFormat format, Instant now) {

  /** 68 years: what is longer is cut, for no clock arithmetic may overflow. */
  private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(Integer.MAX_VALUE);

  private static final BigDecimal LONGEST_NUMBER = LONGEST_SECONDS.movePointRight(6);

  Optional<Duration> ofAccessToken(Map<String, Object> members) {
    Object lifetime = members.get("expires_in");
    if (lifetime == null && !format.isStrict()) {
      lifetime = members.get("expires");
      if (lifetime == null && members.get("expires_at") != null) {
        return number(members.get("expires_at")).map(this::sinceEpoch);
      }
    }
    if (lifetime == null) {
      return Optional.empty();
    }
    if (format.isStrict() && !isWholeNumber(lifetime)) {
      throw new IllegalArgumentException("its expires_in is not a whole number of seconds");
    }
    return number(lifetime)
        .map(
            n ->
                switch (format.expiresIn()) {
                  case SECONDS -> seconds(n);
                  case MILLISECONDS -> seconds(n.movePointLeft(3));
                  case EPOCH_SECONDS -> sinceEpoch(n);
                });
  }

  Optional<Duration> ofRefreshToken(Map<String, Object> members) {
    for (String name :
        new String[] {
          "refresh_token_expires_in", "refresh_expires_in", "x_refresh_token_expires_in"
        }) {
      // Keycloak says 0 for an offline token that does not expire.
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
    return value instanceof Number && !(value instanceof Double) && !(value instanceof BigDecimal);
  }

  /** Garbage is "not there": the length bound keeps a hostile number from costing anything. */
  private static Optional<BigDecimal> number(@Nullable Object value) {
    String text = value instanceof Number || value instanceof String ? value.toString().trim() : "";
    if (text.isEmpty() || text.length() > 40) {
      return Optional.empty();
    }
    try {
      return Optional.of(bounded(new BigDecimal(text)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Exponents are cut before any arithmetic: {@code 1e-999999999} would otherwise be written out
   * digit by digit.
   */
  private static BigDecimal bounded(BigDecimal value) {
    if (value.signum() <= 0 || value.scale() > 60) {
      return BigDecimal.ZERO;
    }
    return value.min(LONGEST_NUMBER);
  }
}
