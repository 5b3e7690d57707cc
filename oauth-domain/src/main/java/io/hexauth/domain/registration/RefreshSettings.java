// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settings for expiry and refresh of tokens. The builder of a registration sets them. Settings with
 * the same content are equal.
 */
public final class RefreshSettings {

  /** Initiator of a refresh. */
  public enum Mode {
    /** Hexauth refreshes a token before it expires. */
    AUTOMATIC,
    /**
     * The application refreshes tokens. If a token has expired, a call fails without sending a
     * request.
     */
    MANUAL
  }

  /**
   * Longest duration, 68 years. It is also the limit for lifetimes that servers send, so that
   * calculations with instants cannot overflow.
   */
  private static final Duration LONGEST = Duration.ofSeconds(Integer.MAX_VALUE);

  private static final RefreshSettings DEFAULTS =
      new RefreshSettings(
          Mode.AUTOMATIC, Duration.ofSeconds(5), Optional.empty(), new RotationPolicy.Strict());

  private final Mode mode;
  private final Duration clockSkew;
  private final Optional<Duration> defaultLifetime;
  private final RotationPolicy rotation;

  private RefreshSettings(
      Mode mode, Duration clockSkew, Optional<Duration> defaultLifetime, RotationPolicy rotation) {
    this.mode = mode;
    this.clockSkew = clockSkew;
    this.defaultLifetime = defaultLifetime;
    this.rotation = rotation;
  }

  /** {@return automatic refresh, 5 s of clock skew, no default lifetime, strict rotation} */
  public static RefreshSettings defaults() {
    return DEFAULTS;
  }

  /** {@return the initiator of a refresh} */
  public Mode mode() {
    return mode;
  }

  /**
   * {@return the clock skew as configured} A token is not used any more when the time until its
   * expiry is not longer than this. If the clock skew is longer than half of the token's lifetime,
   * half of the lifetime applies.
   */
  public Duration clockSkew() {
    return clockSkew;
  }

  /**
   * {@return the lifetime of tokens for which the server sends neither {@code expires_in} nor
   * {@code expires} nor {@code expires_at}; if empty, such tokens do not expire}
   */
  public Optional<Duration> defaultLifetime() {
    return defaultLifetime;
  }

  /** {@return the server's policy for refresh tokens} */
  public RotationPolicy rotation() {
    return rotation;
  }

  RefreshSettings withMode(Mode changed) {
    return new RefreshSettings(changed, clockSkew, defaultLifetime, rotation);
  }

  /**
   * {@return a copy with another clock skew}
   *
   * @throws IllegalArgumentException if it is negative or longer than 68 years
   */
  RefreshSettings withClockSkew(Duration changed) {
    if (changed.isNegative() || changed.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("clockSkew must be between zero and 68 years");
    }
    return new RefreshSettings(mode, changed, defaultLifetime, rotation);
  }

  /**
   * {@return a copy with another default lifetime}
   *
   * @throws IllegalArgumentException if it is not positive, or longer than 68 years
   */
  RefreshSettings withDefaultLifetime(Duration changed) {
    if (changed.isNegative() || changed.isZero() || changed.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "defaultTokenLifetime must be positive and at most 68 years");
    }
    return new RefreshSettings(mode, clockSkew, Optional.of(changed), rotation);
  }

  RefreshSettings withRotation(RotationPolicy changed) {
    return new RefreshSettings(mode, clockSkew, defaultLifetime, changed);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RefreshSettings that
        && mode == that.mode
        && clockSkew.equals(that.clockSkew)
        && defaultLifetime.equals(that.defaultLifetime)
        && rotation.equals(that.rotation);
  }

  @Override
  public int hashCode() {
    return Objects.hash(mode, clockSkew, defaultLifetime, rotation);
  }

  @Override
  public String toString() {
    return "RefreshSettings[mode=%s, clockSkew=%s, defaultLifetime=%s, rotation=%s]"
        .formatted(mode, clockSkew, defaultLifetime, rotation);
  }
}
