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
 * Stores what the server has issued while the store was down. Tried until other nodes may present
 * again; from then on any look at the record gives the store what it has missed.
 */
final class LateCommits {

  private static final Logger LOG = LoggerFactory.getLogger(Acquisition.class);

  /** Between two tries to store what the store was not there for. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final ClientRegistrationId registration;
  private final StoreLook look;
  private final IssuedGrants issued;
  private final RegistrationEvents events;
  private final Tasks tasks;
  private final OAuthClock clock;
  private final Duration most;

  /**
   * @param look brings what the store has to memory, and gives back what it has lost
   * @param most how long a commit is tried
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

  /** Tries a commit after a while. */
  void later(RefreshRun run, Commit commit) {
    later(new LateCommit(run, commit, clock.nanoTime()));
  }

  private void later(LateCommit commit) {
    tasks.later(PAUSE, commit::attempt);
  }

  /** One commit. As the end of a try, a case returns whether nothing is left to be tried. */
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

    /** Brings to its end what has begun. In place of a new beginning, it looks at the store. */
    private boolean isSettled(RefreshStep step) {
      return step.fold(
          task -> task.begins() ? isLookedAt() : isSettled(task.fold(run)), end -> end.fold(this));
    }

    /** The store may have gone back behind what was issued: then it gets it. */
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
