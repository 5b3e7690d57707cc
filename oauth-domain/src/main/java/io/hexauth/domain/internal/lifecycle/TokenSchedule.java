// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import java.time.Duration;
import java.util.Optional;

/**
 * Times, from now on, at which a token should be refreshed and from which it must not be used.
 *
 * <p>It is due 60 s or a tenth of its life before its end, whichever is more, a little earlier by
 * jitter, but never before half of its life. A clock skew that would eat this lead makes it longer:
 * without a span between due and expired, callers would wait for every refresh. It is expired when
 * the clock skew before its end begins; the skew never takes more than half of its life.
 *
 * @param due zero or negative if it is due now
 * @param expired zero or negative if it must not be used any more
 */
public record TokenSchedule(Duration due, Duration expired) {

  /**
   * A token that says it has no life at all is used for this long: no refresh loop, whatever a
   * server says.
   */
  static final Duration SHORTEST_LIFE = Duration.ofSeconds(10);

  private static final Duration LEAD = Duration.ofSeconds(60);
  private static final Duration HALF_LEAD = Duration.ofSeconds(30);
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final Duration NEVER = Duration.ofDays(36_500);

  /** {@return the schedule of a token that does not end by time} */
  public static TokenSchedule endless() {
    return new TokenSchedule(NEVER, NEVER);
  }

  /**
   * The schedule of a token.
   *
   * @param life from its issue to its end; absent if it does not end by time
   * @param age how much of that is over
   * @param clockSkew of the registration
   * @param jitter from 0, inclusive, to 1, exclusive: up to a fifth of the lead is added
   */
  public static TokenSchedule of(
      Optional<Duration> life, Duration age, Duration clockSkew, double jitter) {
    return life.map(l -> l.isZero() ? lifeless(age) : of(shorter(l, NEVER), age, clockSkew, jitter))
        .orElseGet(TokenSchedule::endless);
  }

  /** No lead and no skew: both would make the pause between two refreshes shorter. */
  private static TokenSchedule lifeless(Duration age) {
    Duration left = SHORTEST_LIFE.minus(age);
    return new TokenSchedule(left, left);
  }

  private static TokenSchedule of(Duration life, Duration age, Duration clockSkew, double jitter) {
    Duration half = part(life, 2);
    Duration skew = shorter(clockSkew, half);
    Duration lead = longer(longer(LEAD, part(life, 10)), skew.plus(HALF_LEAD));
    Duration jittered = lead.plus(Duration.ofMillis((long) (lead.toMillis() * jitter / 5)));
    // A clock that was set back does not make a token live longer than it does.
    Duration left = age.isNegative() ? life : life.minus(age);
    return new TokenSchedule(left.minus(shorter(jittered, half)), left.minus(skew));
  }

  /** {@return whether it should be refreshed, while no caller waits} */
  public boolean isDue() {
    return due.isZero() || due.isNegative();
  }

  /** {@return whether it must not be used any more} */
  public boolean isExpired() {
    return expired.isZero() || expired.isNegative();
  }

  /** {@link Duration#dividedBy} counts with {@code BigDecimal} and allocates some 1.5 kB. */
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
