// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.internal.refresh.EndCases;
import io.hexauth.domain.internal.refresh.RefreshStep;
import io.hexauth.domain.internal.refresh.RefreshStep.BackOff;
import io.hexauth.domain.internal.refresh.RefreshStep.Commit;
import io.hexauth.domain.internal.refresh.RefreshStep.NeedUser;
import io.hexauth.domain.internal.refresh.RefreshStep.ServeUnstored;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.Incident.Kind;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores tokens that the server issued while the store did not answer. The attempts end when other
 * nodes may use the refresh token again. From then on, any read of the grant restores the token in
 * the store.
 */
final class LateCommits {

  private static final Logger LOG = LoggerFactory.getLogger(Acquisition.class);

  /** Pause between two attempts. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final ClientRegistrationId registration;
  private final StoreLook look;
  private final IssuedGrants issued;
  private final RegistrationEvents events;
  private final Tasks tasks;
  private final OAuthClock clock;
  private final Duration most;

  /**
   * Creates the component for one registration.
   *
   * @param look reads grants from the store, and restores grants that the store has lost
   * @param most the time for which a commit is tried
   */
  LateCommits(
      ClientRegistrationId registration,
      StoreLook look,
      IssuedGrants issued,
      RegistrationEvents events,
      Tasks tasks,
      OAuthClock clock,
      Duration most) {
    this.registration = registration;
    this.look = look;
    this.issued = issued;
    this.events = events;
    this.tasks = tasks;
    this.clock = clock;
    this.most = most;
  }

  /** Starts the attempts to store a grant. */
  void later(RefreshRun run, Commit commit) {
    later(new LateCommit(run, commit, clock.nanoTime()));
  }

  private void later(LateCommit commit) {
    tasks.later(PAUSE, commit::attempt);
  }

  /**
   * Attempts to store one grant. After an attempt, each case returns true if no further attempt is
   * needed.
   */
  private final class LateCommit implements EndCases<Boolean> {

    private final RefreshRun run;
    private final Commit commit;
    private final long since;

    private LateCommit(RefreshRun run, Commit commit, long since) {
      this.run = run;
      this.commit = commit;
      this.since = since;
    }

    private void attempt() {
      if (isSettled()) {
        return;
      }
      boolean inTime = !tasks.isClosed() && clock.nanoTime() - since < most.toNanos();
      if (inTime) {
        later(this);
      } else {
        events.report(run.cell().grant(), Kind.NOT_STORED);
        LOG.error(
            "Client registration '{}': a new token could not be stored in time; repair the store"
                + " before this process ends, otherwise the grant is lost if the server rotates"
                + " refresh tokens",
            registration);
      }
    }

    private boolean isSettled() {
      try {
        return isSettled(commit);
      } catch (OAuthException storeGoneAgain) {
        return false;
      }
    }

    /**
     * Finishes work that has begun. If the next step would begin something new, the store is read
     * instead.
     */
    private boolean isSettled(RefreshStep step) {
      return step.fold(
          task -> task.begins() ? isLookedAt() : isSettled(task.fold(run)), end -> end.fold(this));
    }

    /**
     * Reads the store. If the store has an older state than the issued one, the read restores the
     * issued one.
     */
    private boolean isLookedAt() {
      look.look(run.cell());
      return !run.cell().grant().isUnstored();
    }

    @Override
    public Boolean stored() {
      events.report(run.cell().grant(), Kind.STORED_LATE);
      try {
        issued.stored(run);
      } catch (OAuthException e) {
        LOG.debug("Callers have already received this failure: {}", e.getClass().getSimpleName());
      }
      return true;
    }

    @Override
    public Boolean revokeIssued() {
      issued.revoke(run);
      run.cell().revoked(clock.nanoTime());
      return true;
    }

    @Override
    public Boolean serveUnstored(ServeUnstored end) {
      return false;
    }

    @Override
    public Boolean adopt() {
      return true;
    }

    @Override
    public Boolean giveUp() {
      return true;
    }

    @Override
    public Boolean storeGone() {
      return true;
    }

    @Override
    public Boolean backOff(BackOff end) {
      return true;
    }

    @Override
    public Boolean needUser(NeedUser end) {
      return true;
    }
  }
}
