// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.core.internal.server.TokenExceptions;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.internal.refresh.EndCases;
import io.hexauth.domain.internal.refresh.RefreshStep.BackOff;
import io.hexauth.domain.internal.refresh.RefreshStep.End;
import io.hexauth.domain.internal.refresh.RefreshStep.NeedUser;
import io.hexauth.domain.internal.refresh.RefreshStep.ServeUnstored;
import io.hexauth.ports.api.Incident.Kind;
import io.hexauth.ports.spi.OAuthClock;
import java.util.Optional;

/** Converts the end of a run into a token or an exception for callers. */
final class RefreshResults {

  private final TokenExceptions exceptions;
  private final IssuedGrants issued;
  private final LateCommits lateCommits;
  private final RegistrationEvents events;
  private final OAuthClock clock;

  RefreshResults(
      TokenExceptions exceptions,
      IssuedGrants issued,
      LateCommits lateCommits,
      RegistrationEvents events,
      OAuthClock clock) {
    this.exceptions = exceptions;
    this.issued = issued;
    this.lateCommits = lateCommits;
    this.events = events;
    this.clock = clock;
  }

  /**
   * {@return the token}
   *
   * @throws OAuthException if there is no token
   */
  Snapshot of(RefreshRun run, End end) {
    return end.fold(new Cases(run));
  }

  /** {@return the exception for callers whose time is over} */
  OAuthException late() {
    return exceptions.leaseHeld();
  }

  /** Results for all kinds of ends. */
  private final class Cases implements EndCases<Snapshot> {

    private final RefreshRun run;

    private Cases(RefreshRun run) {
      this.run = run;
    }

    @Override
    public Snapshot adopt() {
      return run.reader().adopted();
    }

    @Override
    public Snapshot stored() {
      return issued.stored(run);
    }

    @Override
    public Snapshot serveUnstored(ServeUnstored end) {
      events.report(run.cell().grant(), Kind.SERVED_UNSTORED);
      lateCommits.later(run, end.commit());
      return issued.unstored(run);
    }

    @Override
    public Snapshot revokeIssued() {
      issued.revoke(run);
      return needUser(new NeedUser(Reason.REVOKED, Optional.empty(), true));
    }

    @Override
    public Snapshot giveUp() {
      throw run.failure();
    }

    @Override
    public Snapshot storeGone() {
      throw run.failure();
    }

    @Override
    public Snapshot backOff(BackOff end) {
      throw exceptions.backOff(end);
    }

    @Override
    public Snapshot needUser(NeedUser end) {
      if (end.reason() == Reason.NOT_GRANTED) {
        throw exceptions.of(run.reader().notGranted());
      }
      if (end.forget()) {
        run.cell().revoked(clock.nanoTime());
      }
      throw exceptions.needUser(end, run.refusal());
    }
  }
}
