// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.time.Duration;

/**
 * The server's policy for a refresh token that was presented. It decides what the client may do
 * when it cannot know whether the presentation arrived (RFC 9700 §4.14.2).
 */
public sealed interface RotationPolicy {

  /** {@return whether the server may have replaced a refresh token that was presented} */
  boolean isRotating();

  /**
   * {@return whether the server accepts a refresh token that it may have replaced}
   *
   * @param later so long after the first presentation
   */
  boolean acceptsAgain(Duration later);

  /**
   * It replaces the token and takes a second presentation for theft. The safe assumption, and the
   * default: the token is presented again only after lease and hold, once after each unknown
   * outcome.
   */
  record Strict() implements RotationPolicy {
    @Override
    public boolean isRotating() {
      return true;
    }

    @Override
    public boolean acceptsAgain(Duration later) {
      return false;
    }
  }

  /**
   * It accepts the old token for a while after replacing it. The client presents it once more
   * within that time.
   *
   * <p>Only if one more request fits in: the time since the first presentation and the deadline of
   * a request, 8 s by default, are within the period. So after a request that timed out, a period
   * below two deadlines is too short, and one below a single deadline is never used. Where it is
   * too short, this is as {@link Strict}.
   *
   * @param period from the first presentation on
   */
  record Grace(Duration period) implements RotationPolicy {

    /**
     * @throws IllegalArgumentException if the period is not positive
     */
    public Grace {
      if (period.isZero() || period.isNegative()) {
        throw new IllegalArgumentException("the period of a grace must be positive");
      }
    }

    @Override
    public boolean isRotating() {
      return true;
    }

    @Override
    public boolean acceptsAgain(Duration later) {
      return later.compareTo(period) <= 0;
    }
  }

  /** It never replaces the token: presenting it twice is harmless. */
  record NonRotating() implements RotationPolicy {
    @Override
    public boolean isRotating() {
      return false;
    }

    @Override
    public boolean acceptsAgain(Duration later) {
      return true;
    }
  }
}
