// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.refresh;

import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.refresh.Outcome.Busy;
import io.hexauth.domain.refresh.Outcome.Refused;
import io.hexauth.domain.refresh.Outcome.StartedOver;
import io.hexauth.domain.refresh.Outcome.Unknown;
import io.hexauth.domain.refresh.RefreshStep.Commit;
import io.hexauth.domain.refresh.RefreshStep.Present;
import io.hexauth.domain.refresh.RefreshStep.Settle;
import java.time.Duration;
import java.util.Optional;

/**
 * R5, R7, R8: the step that follows from what a request came to.
 *
 * @param spent since before the lease was asked for
 * @param sinceFirst since before this holder presented for the first time
 * @param backOff how long to wait after a failure that may pass
 */
record Answered(
    RefreshRules rules, Present tried, Duration spent, Duration sinceFirst, Duration backOff)
    implements Outcome.Cases<RefreshStep> {

  @Override
  public RefreshStep minted() {
    return new Commit(leased().version(), false);
  }

  @Override
  public RefreshStep notTried() {
    return unprocessed(FailureRecord.untried());
  }

  @Override
  public RefreshStep notSent() {
    return unprocessed(FailureRecord.unprocessed(Optional.empty(), backOff));
  }

  @Override
  public RefreshStep busy(Busy busy) {
    return unprocessed(FailureRecord.unprocessed(busy.retryAfter(), backOff));
  }

  /** After a first presentation that nobody knows about, "not sent" says nothing about that one. */
  private RefreshStep unprocessed(FailureRecord settlement) {
    return settle(tried.again() ? intentStays() : settlement);
  }

  @Override
  public RefreshStep refused(Refused refused) {
    return tried.again() && !refused.endsGrant()
        ? settle(intentStays())
        : settle(counted(FailureRecord.refused(refused)));
  }

  @Override
  public RefreshStep refusedWithoutError() {
    return settle(counted(FailureRecord.refusedWithoutError(leased(), backOff)));
  }

  @Override
  public RefreshStep startedOver(StartedOver over) {
    return settle(FailureRecord.startedOver(over.code()));
  }

  @Override
  public RefreshStep unknown(Unknown unknown) {
    if (!unknown.refreshed() || !rules.rotation().isRotating()) {
      return settle(FailureRecord.free(backOff));
    }
    return !tried.again() && isInGrace() && rules.mayPresent(spent)
        ? new Present(leased(), true)
        : settle(counted(intentStays()));
  }

  private boolean isInGrace() {
    return rules.rotation().acceptsAgain(sinceFirst.plus(rules.deadline()));
  }

  /** The same holder may have presented twice. */
  private FailureRecord counted(FailureRecord settlement) {
    return tried.again() ? settlement.twice() : settlement;
  }

  private FailureRecord intentStays() {
    return FailureRecord.intentStays(backOff);
  }

  private Settle settle(FailureRecord settlement) {
    return new Settle(leased(), settlement, true);
  }

  private GrantRecord leased() {
    return tried.leased();
  }
}
