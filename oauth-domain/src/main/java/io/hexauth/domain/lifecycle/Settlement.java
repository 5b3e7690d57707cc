// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.grant.TokenOutcome.Busy;
import io.hexauth.domain.grant.TokenOutcome.Refused;
import java.time.Duration;
import java.util.Optional;

/**
 * What a failed presentation leaves behind: rules R7 and R8 of the refresh algorithm, without I/O.
 *
 * @param state that the record gets
 * @param presented whether the attempt counts as a presentation
 * @param notBefore how long nothing is presented
 * @param errorCode why, if the server said
 */
public record Settlement(
    GrantState state, boolean presented, Duration notBefore, Optional<OAuthErrorCode> errorCode) {

  private static final Duration CLIENT_ERROR_PAUSE = Duration.ofSeconds(10);

  /** {@return no byte can have left: free for anybody after the back-off} */
  public static Settlement notSent(Duration backOff) {
    return new Settlement(GrantState.IDLE, false, backOff, Optional.empty());
  }

  /**
   * {@return the server was too busy to process the request: what it asked for, but at least the
   * back-off}
   */
  public static Settlement busy(Busy busy, Duration backOff) {
    Duration asked = busy.retryAfter().orElse(Duration.ZERO);
    Duration wait = asked.compareTo(backOff) > 0 ? asked : backOff;
    return new Settlement(GrantState.IDLE, false, wait, Optional.empty());
  }

  /**
   * The server processed the request and refused it.
   *
   * @param refreshed whether a refresh token was presented; a grant that the client obtains by
   *     itself does not die
   */
  public static Settlement refused(Refused refused, boolean refreshed) {
    OAuthErrorCode code = refused.error().code();
    if (concernsAccessOnly(code)) {
      return new Settlement(GrantState.IDLE, false, Duration.ZERO, Optional.empty());
    }
    return refreshed && isGrantDead(code)
        ? new Settlement(GrantState.DEAD, true, Duration.ZERO, Optional.of(code))
        : new Settlement(GrantState.IDLE, false, CLIENT_ERROR_PAUSE, Optional.of(code));
  }

  /**
   * Nobody can know. A refresh token may be spent, so its intent stays until lease and hold are
   * over; any other request may be repeated.
   */
  public static Settlement unknown(boolean refreshed, Duration backOff) {
    return refreshed
        ? new Settlement(GrantState.INTENT, true, backOff, Optional.empty())
        : new Settlement(GrantState.IDLE, true, backOff, Optional.empty());
  }

  /**
   * {@return whether this code refuses what was asked for, scopes or resource, and says nothing of
   * the grant, so that others may go on using it}
   */
  public static boolean concernsAccessOnly(OAuthErrorCode code) {
    return code.equals(OAuthErrorCode.INVALID_SCOPE) || code.equals(OAuthErrorCode.INVALID_TARGET);
  }

  /**
   * {@return whether this code says that a refresh token is no longer good; providers have
   * spellings of their own}
   */
  public static boolean isGrantDead(OAuthErrorCode code) {
    return switch (code.value()) {
      case "invalid_grant",
          "invalid_token",
          "bad_refresh_token",
          "invalid_refresh_token",
          "refresh_token_reused" ->
          true;
      default -> false;
    };
  }

  /**
   * How long to wait after a number of failures: full jitter below a bound that doubles from 1 s to
   * 1 min.
   *
   * @param failures before this one
   * @param jitter from 0, inclusive, to 1, exclusive
   */
  public static Duration backOff(int failures, double jitter) {
    long bound = Math.min(60_000L, 1_000L << Math.min(6, Math.max(0, failures)));
    return Duration.ofMillis((long) (bound * jitter));
  }
}
