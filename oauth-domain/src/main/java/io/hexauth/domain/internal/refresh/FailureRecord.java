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
 * Changes to a stored record after a failed request with the refresh token (rules R7 and R8).
 *
 * @param state the next state of the record
 * @param presentations the number of requests that this attempt counts as
 * @param notBefore the pause until the next request
 * @param errorCode the server's error code; empty if it sent none
 */
public record FailureRecord(
    GrantState state, int presentations, Duration notBefore, Optional<OAuthErrorCode> errorCode) {

  /** Codes that are stored in place of a server's error code, but are not codes of a server. */
  private static final OAuthErrorCode REFUSED_ONCE =
      new OAuthErrorCode("hexauth:refused_without_error");

  private static final OAuthErrorCode REFUSED_AGAIN =
      new OAuthErrorCode("hexauth:refused_without_error_again");

  private static final Duration CLIENT_ERROR_PAUSE = Duration.ofSeconds(10);

  /** {@return the changes after an attempt without a request} */
  static FailureRecord untried() {
    return new FailureRecord(GrantState.IDLE, 0, Duration.ZERO, Optional.empty());
  }

  /**
   * {@return the changes after a request that the server has not processed} Every node may try
   * again after the back-off or the pause that the server asked for, whichever is longer.
   */
  static FailureRecord unprocessed(Optional<Duration> asked, Duration backOff) {
    Duration wait = asked.filter(a -> a.compareTo(backOff) > 0).orElse(backOff);
    return new FailureRecord(GrantState.IDLE, 0, wait, Optional.empty());
  }

  /**
   * Returns the changes after a refusal. A refused refresh token ends the grant. Any other refusal
   * leads to a short pause. If the server does not accept the client's credentials, no pause is
   * stored, because the refusal does not concern the grant; each process then waits, and only with
   * these credentials ({@link ClientRefusal}).
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

  /**
   * {@return the changes after a failed request whose refresh token may be sent again; only the
   * back-off applies}
   */
  static FailureRecord free(Duration backOff) {
    return new FailureRecord(GrantState.IDLE, 1, backOff, Optional.empty());
  }

  /**
   * {@return the changes after an unknown outcome} The record stays in state {@code INTENT} until
   * hold and back-off have ended.
   */
  static FailureRecord intentStays(Duration backOff) {
    return new FailureRecord(GrantState.INTENT, 1, backOff, Optional.empty());
  }

  /**
   * {@return the changes after a refusal without an OAuth error} They are those of an unknown
   * outcome, with a code. With this code, the next attempt recognises whether such a refusal is the
   * second one.
   */
  static FailureRecord refusedWithoutError(GrantRecord leased, Duration backOff) {
    OAuthErrorCode code = isRefused(leased) ? REFUSED_AGAIN : REFUSED_ONCE;
    return new FailureRecord(GrantState.INTENT, 1, backOff, Optional.of(code));
  }

  /** {@return true if the last request was refused without an OAuth error} */
  public static boolean isRefused(GrantRecord record) {
    return record.errorCode().filter(FailureRecord::isOurs).isPresent();
  }

  /** {@return true if the last two requests were refused without an OAuth error} */
  static boolean isRefusedAgain(Optional<OAuthErrorCode> code) {
    return code.filter(REFUSED_AGAIN::equals).isPresent();
  }

  /** {@return the server's error code; empty if the stored code is one of Hexauth} */
  static Optional<OAuthErrorCode> serverErrorCode(GrantRecord record) {
    return record.errorCode().filter(code -> !isOurs(code));
  }

  private static boolean isOurs(OAuthErrorCode code) {
    return code.equals(REFUSED_ONCE) || code.equals(REFUSED_AGAIN);
  }

  /** {@return these changes if the same holder of the lease has sent the refresh token twice} */
  FailureRecord twice() {
    return new FailureRecord(state, presentations + 1, notBefore, errorCode);
  }

  /** {@return the changes after the refresh token was refused and another way was tried} */
  static FailureRecord startedOver(TokenFailure refused) {
    return new FailureRecord(GrantState.IDLE, 1, Duration.ZERO, refused.errorCode());
  }

  /**
   * Returns the pause after a number of failures. It is random, below a limit that doubles from 1 s
   * to 1 min, and at least 1 ms.
   *
   * @param failures the number of earlier failures
   * @param jitter a number from 0, inclusive, to 1, exclusive
   * @return the pause
   */
  public static Duration backOff(int failures, double jitter) {
    long bound = Math.min(60_000L, 1_000L << Math.min(6, Math.max(0, failures)));
    return Duration.ofMillis(Math.max(1, (long) (bound * jitter)));
  }
}
