// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.internal.grant.TokenFailure;
import io.hexauth.domain.internal.grant.TokenFailure.Busy;
import io.hexauth.domain.internal.grant.TokenFailure.FailedAfter;
import io.hexauth.domain.internal.grant.TokenFailure.NoAnswer;
import io.hexauth.domain.internal.grant.TokenFailure.NotGranted;
import io.hexauth.domain.internal.grant.TokenFailure.NotSent;
import io.hexauth.domain.internal.grant.TokenFailure.NotTried;
import io.hexauth.domain.internal.grant.TokenFailure.Refused;
import io.hexauth.domain.internal.grant.TokenFailure.RefusedWithoutError;
import io.hexauth.domain.internal.grant.TokenFailure.TooLarge;
import io.hexauth.domain.internal.grant.TokenFailure.Unusable;
import io.hexauth.domain.internal.refresh.RefreshStep.Present;
import io.hexauth.domain.internal.refresh.RefreshStep.Settle;
import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides on the next step after a failed request (rules R7 and R8).
 *
 * @param rules the rules of the registration
 * @param tried the failed request
 * @param spent the time since this node requested the lease
 * @param sinceFirst the time since this holder of the lease first sent the refresh token
 * @param backOff the pause after a temporary failure
 */
record FailureCases(
    RefreshRules rules, Present tried, Duration spent, Duration sinceFirst, Duration backOff)
    implements TokenFailure.Cases<RefreshStep> {

  @Override
  public RefreshStep notTried(NotTried notTried) {
    return unprocessed(FailureRecord.untried());
  }

  @Override
  public RefreshStep notGranted(NotGranted notGranted) {
    return unprocessed(FailureRecord.untried());
  }

  @Override
  public RefreshStep notSent(NotSent notSent) {
    return unprocessed(FailureRecord.unprocessed(Optional.empty(), backOff));
  }

  @Override
  public RefreshStep busy(Busy busy) {
    return unprocessed(FailureRecord.unprocessed(busy.retryAfter(), backOff));
  }

  /**
   * Writes a failure after which the refresh token was not sent. If an earlier request had an
   * unknown outcome, that outcome is still unknown.
   */
  private RefreshStep unprocessed(FailureRecord failure) {
    return settle(tried.again() ? intentStays() : failure);
  }

  @Override
  public RefreshStep refused(Refused refused) {
    if (refused.mayHaveSpent()) {
      return unknown(refused);
    }
    return tried.again() && !refused.endsGrant()
        ? settle(intentStays())
        : settle(counted(FailureRecord.refused(refused)));
  }

  @Override
  public RefreshStep refusedWithoutError(RefusedWithoutError refused) {
    return refused.isUnexplained()
        ? settle(counted(FailureRecord.refusedWithoutError(leased(), backOff)))
        : unknown(refused);
  }

  @Override
  public RefreshStep unusable(Unusable unusable) {
    return unknown(unusable);
  }

  @Override
  public RefreshStep tooLarge(TooLarge tooLarge) {
    return unknown(tooLarge);
  }

  @Override
  public RefreshStep noAnswer(NoAnswer noAnswer) {
    return unknown(noAnswer);
  }

  @Override
  public RefreshStep failedAfter(FailedAfter failed) {
    TokenFailure first = failed.first();
    return first.endsGrant() ? settle(FailureRecord.startedOver(first)) : first.fold(this);
  }

  private RefreshStep unknown(TokenFailure failure) {
    if (!failure.mayHaveSpent() || !rules.rotation().isRotating()) {
      return settle(FailureRecord.free(backOff));
    }
    return !tried.again() && isInGrace() && rules.mayPresent(spent)
        ? new Present(leased(), true)
        : settle(counted(intentStays()));
  }

  private boolean isInGrace() {
    return rules.rotation().acceptsAgain(sinceFirst.plus(rules.deadline()));
  }

  /** Counts the earlier request too, if the same holder has sent the refresh token twice. */
  private FailureRecord counted(FailureRecord failure) {
    return tried.again() ? failure.twice() : failure;
  }

  private FailureRecord intentStays() {
    return FailureRecord.intentStays(backOff);
  }

  private Settle settle(FailureRecord failure) {
    return new Settle(leased(), failure, true);
  }

  private GrantRecord leased() {
    return tried.leased();
  }
}
