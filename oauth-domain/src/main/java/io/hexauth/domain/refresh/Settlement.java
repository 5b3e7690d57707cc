// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.refresh;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.lifecycle.GrantState;
import java.time.Duration;
import java.util.Optional;

/**
 * What a failed presentation leaves behind: rules R7 and R8.
 *
 * @param state that the record gets
 * @param presented whether the attempt counts as a presentation
 * @param notBefore how long nothing is presented
 * @param errorCode why, if the server said
 */
public record Settlement(
    GrantState state, boolean presented, Duration notBefore, Optional<OAuthErrorCode> errorCode) {

  private static final Duration CLIENT_ERROR_PAUSE = Duration.ofSeconds(10);

  /** {@return as if nothing had been tried} */
  static Settlement untried() {
    return new Settlement(GrantState.IDLE, false, Duration.ZERO, Optional.empty());
  }

  /**
   * {@return free for anybody: at once where nothing was tried, else after the back-off and what
   * the server asked for}
   */
  static Settlement unprocessed(Outcome outcome, Duration backOff) {
    if (outcome instanceof Outcome.NotTried) {
      return untried();
    }
    Duration asked =
        outcome instanceof Outcome.Busy busy
            ? busy.retryAfter().orElse(Duration.ZERO)
            : Duration.ZERO;
    Duration wait = asked.compareTo(backOff) > 0 ? asked : backOff;
    return new Settlement(GrantState.IDLE, false, wait, Optional.empty());
  }

  /** {@return a refused refresh token ends the grant; any other refusal is worth a short pause} */
  static Settlement refused(Outcome.Refused refused) {
    if (refused.endsGrant()) {
      return new Settlement(GrantState.DEAD, true, Duration.ZERO, Optional.of(refused.code()));
    }
    return Outcome.concernsAccessOnly(refused.code())
        ? untried()
        : new Settlement(GrantState.IDLE, false, CLIENT_ERROR_PAUSE, Optional.of(refused.code()));
  }

  /** {@return presented in vain, and nothing has to be waited for but the back-off} */
  static Settlement free(Duration backOff) {
    return new Settlement(GrantState.IDLE, true, backOff, Optional.empty());
  }

  /** {@return the intent stays, until hold and back-off are over} */
  static Settlement intentStays(Duration backOff) {
    return new Settlement(GrantState.INTENT, true, backOff, Optional.empty());
  }

  /** {@return another way was tried after the refresh token had been refused} */
  static Settlement startedOver(OAuthErrorCode code) {
    return new Settlement(GrantState.IDLE, true, Duration.ZERO, Optional.of(code));
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
