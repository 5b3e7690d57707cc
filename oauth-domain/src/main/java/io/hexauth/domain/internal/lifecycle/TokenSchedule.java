// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import java.time.Duration;
import java.util.Optional;

/**
 * Times from now on at which a token is due for a refresh, and at which it must not be used any
 * more.
 *
 * <p>A token is due 60 s or a tenth of its lifetime before its expiry, whichever is more. Jitter
 * makes this a little earlier. It is never due before half of its lifetime. If the clock skew is so
 * long that it would cover this time span, the span is made longer. Otherwise, no time would remain
 * between due and expired, and callers would wait for every refresh. A token counts as expired when
 * the clock skew before its expiry begins. The skew covers at most half of the lifetime.
 *
 * @param due the time until the token is due; zero or negative if it is due now
 * @param expired the time until the token must not be used any more; zero or negative if it must
 *     not be used now
 */
public record TokenSchedule(Duration due, Duration expired) {

  /**
   * Time for which a token with a lifetime of zero is used, so that such a server causes no endless
   * refreshes.
   */
  static final Duration SHORTEST_LIFE = Duration.ofSeconds(10);

  private static final Duration LEAD = Duration.ofSeconds(60);
  private static final Duration HALF_LEAD = Duration.ofSeconds(30);
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final Duration NEVER = Duration.ofDays(36_500);

  /** {@return the schedule of a token that does not expire} */
  public static TokenSchedule endless() {
    return new TokenSchedule(NEVER, NEVER);
  }

  /**
   * Returns the schedule of a token.
   *
   * @param life the time from issue to expiry; empty if the token does not expire
   * @param age the time since the issue
   * @param clockSkew the clock skew of the registration
   * @param jitter a number from 0, inclusive, to 1, exclusive; up to a fifth of the time span
   *     before the expiry is added
   * @return the schedule
   */
  public static TokenSchedule of(
      Optional<Duration> life, Duration age, Duration clockSkew, double jitter) {
    return life.map(l -> l.isZero() ? lifeless(age) : of(shorter(l, NEVER), age, clockSkew, jitter))
        .orElseGet(TokenSchedule::endless);
  }

  /**
   * Returns the schedule of a token with a lifetime of zero. It has no time span for background
   * refreshes and no clock skew, because both would shorten the pause between two refreshes.
   */
  private static TokenSchedule lifeless(Duration age) {
    Duration left = SHORTEST_LIFE.minus(age);
    return new TokenSchedule(left, left);
  }

  private static TokenSchedule of(Duration life, Duration age, Duration clockSkew, double jitter) {
    Duration half = part(life, 2);
    Duration skew = shorter(clockSkew, half);
    Duration lead = longer(longer(LEAD, part(life, 10)), skew.plus(HALF_LEAD));
    Duration jittered = lead.plus(Duration.ofMillis((long) (lead.toMillis() * jitter / 5)));
    // If the clock was set back, the token does not live longer than its lifetime.
    Duration left = age.isNegative() ? life : life.minus(age);
    return new TokenSchedule(left.minus(shorter(jittered, half)), left.minus(skew));
  }

  /** {@return true if the token should be refreshed in the background} */
  public boolean isDue() {
    return due.isZero() || due.isNegative();
  }

  /** {@return true if the token must not be used any more} */
  public boolean isExpired() {
    return expired.isZero() || expired.isNegative();
  }

  /**
   * Divides a duration. {@link Duration#dividedBy} uses {@code BigDecimal} and allocates about 1.5
   * kB.
   */
  private static Duration part(Duration life, int divisor) {
    long seconds = life.getSeconds();
    long rest = seconds % divisor * NANOS_PER_SECOND + life.getNano();
    return Duration.ofSeconds(seconds / divisor, rest / divisor);
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
