// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.time.Duration;
import java.util.Optional;

/**
 * Settings for when a token counts as expired and for what refreshes it.
 *
 * @param mode who refreshes
 * @param clockSkew how long before its expiry a token is no longer used; never more than half of
 *     the token's life
 * @param defaultLifetime the life of a token whose response has no {@code expires_in}; without it
 *     such a token does not expire by time
 * @param rotation what the server does with refresh tokens
 */
public record RefreshSettings(
    Mode mode, Duration clockSkew, Optional<Duration> defaultLifetime, RotationPolicy rotation) {

  /** Initiator of the refresh of an expired token. */
  public enum Mode {
    /** Hexauth, before it expires. */
    AUTOMATIC,
    /** The application; a call with an expired token fails before anything is sent. */
    MANUAL
  }

  /** 68 years, as for lifetimes that servers send: no clock arithmetic may overflow. */
  private static final Duration LONGEST = Duration.ofSeconds(Integer.MAX_VALUE);

  /**
   * @throws IllegalArgumentException if the skew is negative, the default lifetime is not positive,
   *     or one of them is longer than 68 years
   */
  public RefreshSettings {
    if (clockSkew.isNegative() || clockSkew.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("clockSkew must be between zero and 68 years");
    }
    if (defaultLifetime
        .filter(d -> d.isNegative() || d.isZero() || d.compareTo(LONGEST) > 0)
        .isPresent()) {
      throw new IllegalArgumentException(
          "defaultTokenLifetime must be positive and at most 68 years");
    }
  }

  /** {@return automatic refresh, 5 s of clock skew, no default lifetime, strict rotation} */
  public static RefreshSettings defaults() {
    return new RefreshSettings(
        Mode.AUTOMATIC, Duration.ofSeconds(5), Optional.empty(), new RotationPolicy.Strict());
  }

  RefreshSettings withMode(Mode changed) {
    return new RefreshSettings(changed, clockSkew, defaultLifetime, rotation);
  }

  RefreshSettings withClockSkew(Duration changed) {
    return new RefreshSettings(mode, changed, defaultLifetime, rotation);
  }

  RefreshSettings withDefaultLifetime(Duration changed) {
    return new RefreshSettings(mode, clockSkew, Optional.of(changed), rotation);
  }

  RefreshSettings withRotation(RotationPolicy changed) {
    return new RefreshSettings(mode, clockSkew, defaultLifetime, changed);
  }
}
