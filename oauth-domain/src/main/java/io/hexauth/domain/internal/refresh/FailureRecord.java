// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.internal.grant.AnswerKind;
import io.hexauth.domain.internal.grant.TokenFailure;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import java.time.Duration;
import java.util.Optional;

/**
 * Record of a failed presentation: rules R7 and R8.
 *
 * @param state that the record gets
 * @param presentations how many presentations the attempt counts for
 * @param notBefore how long nothing is presented
 * @param errorCode why, if the server said
 */
public record FailureRecord(
    GrantState state, int presentations, Duration notBefore, Optional<OAuthErrorCode> errorCode) {

  /** Stored where a server's code is stored; not codes of a server. */
  private static final OAuthErrorCode REFUSED_ONCE =
      new OAuthErrorCode("hexauth:refused_without_error");

  private static final OAuthErrorCode REFUSED_AGAIN =
      new OAuthErrorCode("hexauth:refused_without_error_again");

  private static final Duration CLIENT_ERROR_PAUSE = Duration.ofSeconds(10);

  /** {@return as if nothing had been tried} */
  static FailureRecord untried() {
    return new FailureRecord(GrantState.IDLE, 0, Duration.ZERO, Optional.empty());
  }

  /** {@return free for every node after the back-off and the time that the server asked for} */
  static FailureRecord unprocessed(Optional<Duration> asked, Duration backOff) {
    Duration wait = asked.filter(a -> a.compareTo(backOff) > 0).orElse(backOff);
    return new FailureRecord(GrantState.IDLE, 0, wait, Optional.empty());
  }

  /**
   * {@return a refused refresh token ends the grant; any other refusal is worth a short pause}
   * Except for that of a client that the server does not know, which says nothing about the grant:
   * each process waits by itself, and with these credentials only ({@link ClientRefusal}).
   */
  static FailureRecord refused(TokenFailure.Refused refused) {
    if (refused.endsGrant()) {
      return new FailureRecord(GrantState.DEAD, 1, Duration.ZERO, refused.errorCode());
    }
    boolean ofGrant =
        !refused.error().code().concernsAccessOnly()
            && refused.answer() != AnswerKind.CLIENT_REFUSED;
    return ofGrant
        ? new FailureRecord(GrantState.IDLE, 0, CLIENT_ERROR_PAUSE, refused.errorCode())
        : untried();
  }

  /** {@return presented in vain, and nothing has to be waited for but the back-off} */
  static FailureRecord free(Duration backOff) {
    return new FailureRecord(GrantState.IDLE, 1, backOff, Optional.empty());
  }

  /** {@return the intent stays, until hold and back-off are over} */
  static FailureRecord intentStays(Duration backOff) {
    return new FailureRecord(GrantState.INTENT, 1, backOff, Optional.empty());
  }

  /**
   * {@return as after an unknown outcome, with a note that the server refused, so that the next
   * presentation knows whether it is the second}
   */
  static FailureRecord refusedWithoutError(GrantRecord leased, Duration backOff) {
    OAuthErrorCode code = isRefused(leased) ? REFUSED_AGAIN : REFUSED_ONCE;
    return new FailureRecord(GrantState.INTENT, 1, backOff, Optional.of(code));
  }

  /** {@return whether the last presentation was refused without an OAuth error} */
  public static boolean isRefused(GrantRecord record) {
    return record.errorCode().filter(FailureRecord::isOurs).isPresent();
  }

  /** {@return whether the last two presentations were refused without an OAuth error} */
  static boolean isRefusedAgain(Optional<OAuthErrorCode> code) {
    return code.filter(REFUSED_AGAIN::equals).isPresent();
  }

  /** {@return what a server said; empty where the stored code is one of Hexauth} */
  static Optional<OAuthErrorCode> said(GrantRecord record) {
    return record.errorCode().filter(code -> !isOurs(code));
  }

  private static boolean isOurs(OAuthErrorCode code) {
    return code.equals(REFUSED_ONCE) || code.equals(REFUSED_AGAIN);
  }

  /** {@return the same where the same holder had presented before} */
  FailureRecord twice() {
    return new FailureRecord(state, presentations + 1, notBefore, errorCode);
  }

  /** {@return another way was tried after the refresh token had been refused} */
  static FailureRecord startedOver(TokenFailure refused) {
    return new FailureRecord(GrantState.IDLE, 1, Duration.ZERO, refused.errorCode());
  }

  /**
   * Returns the pause after a number of failures: full jitter below a bound that doubles from 1 s
   * to 1 min; at least 1 ms, so that a pause is one.
   *
   * @param failures before this one
   * @param jitter from 0, inclusive, to 1, exclusive
   */
  public static Duration backOff(int failures, double jitter) {
    long bound = Math.min(60_000L, 1_000L << Math.min(6, Math.max(0, failures)));
    return Duration.ofMillis(Math.max(1, (long) (bound * jitter)));
  }
}
