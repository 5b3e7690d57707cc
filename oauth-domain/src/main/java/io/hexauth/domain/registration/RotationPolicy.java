// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.time.Duration;

/**
 * Policy of a server for refresh tokens after their use. It decides what the client does if a
 * refresh token was sent and its effect at the server is unknown (RFC 9700 §4.14.2).
 */
public sealed interface RotationPolicy {

  /** {@return true if the server may have replaced a refresh token after its use} */
  boolean isRotating();

  /**
   * {@return true if the server accepts a refresh token that it may have replaced}
   *
   * @param later the time since the refresh token was first sent
   */
  boolean acceptsAgain(Duration later);

  /**
   * Policy of a server that replaces the refresh token and treats a second use as theft. This is
   * the default and the safest assumption. After an unknown outcome, the client sends the token
   * once more, after lease and hold have ended.
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
   * Policy of a server that still accepts the old refresh token for some time after replacing it.
   * After an unknown outcome, the client sends the old token once more within that time.
   *
   * <p>The client does so only if the period is long enough for one more request. It adds the
   * deadline of a request (8 s by default) to the time since the first use. If the sum exceeds the
   * period, the client follows {@link Strict}. So a period below one deadline has no effect. After
   * a request that timed out, one deadline has already passed, and the period must be at least two
   * deadlines.
   *
   * @param period the time for which the server accepts the old token, from its first use
   */
  record Grace(Duration period) implements RotationPolicy {

    /**
     * Creates the policy.
     *
     * @throws IllegalArgumentException if the period is not positive
     */
    public Grace {
      if (period.isZero() || period.isNegative()) {
        throw new IllegalArgumentException("the grace period must be positive");
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

  /** Policy of a server that never replaces the refresh token. Using it twice is harmless. */
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
