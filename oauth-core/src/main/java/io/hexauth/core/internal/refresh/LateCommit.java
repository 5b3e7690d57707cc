// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.refresh.EndCases;
import io.hexauth.domain.refresh.RefreshStep;
import io.hexauth.domain.refresh.RefreshStep.BackOff;
import io.hexauth.domain.refresh.RefreshStep.Commit;
import io.hexauth.domain.refresh.RefreshStep.NeedUser;
import io.hexauth.domain.refresh.RefreshStep.ServeUnstored;
import io.hexauth.ports.spi.Incident.Kind;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what the server has minted while the store was not there. Tried until others may present
 * again; from then on any look at the record gives the store what it has missed. As the end of a
 * try, a case returns whether nothing is left to be tried.
 */
final class LateCommit implements EndCases<Boolean> {

  private static final Logger LOG = LoggerFactory.getLogger(Acquisition.class);

  /** Between two tries to store what the store was not there for. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final RefreshParts parts;
  private final RefreshRun run;
  private final Commit commit;
  private final Runnable look;
  private final long since;

  /**
   * @param look brings what the store has to memory, and gives back what it has lost
   */
  LateCommit(RefreshParts parts, RefreshRun run, Commit commit, Runnable look) {
    this.parts = parts;
    this.run = run;
    this.commit = commit;
    this.look = look;
    this.since = parts.clock().nanoTime();
  }

  /** Tries after a while. */
  void later() {
    parts.tasks().later(PAUSE, this::attempt);
  }

  private void attempt() {
    if (isSettled()) {
      return;
    }
    boolean inTime =
        !parts.tasks().isClosed()
            && parts.clock().nanoTime() - since
                < parts.config().lease().plus(parts.config().hold()).toNanos();
    if (inTime) {
      later();
    } else {
      parts.report(run.cell().grant(), Kind.NOT_STORED);
      LOG.error(
          "Client registration '{}': a new token could not be stored in time; if the server rotates refresh tokens,"
              + " this grant is lost when this process ends before the store is back",
          parts.registration());
    }
  }

  private boolean isSettled() {
    try {
      return isSettled(commit);
    } catch (OAuthException storeGoneAgain) {
      return false;
    }
  }

  /** What has begun is brought to its end; in place of a new beginning, the store is looked at. */
  private boolean isSettled(RefreshStep step) {
    return step.fold(
        task -> task.begins() ? isLookedAt() : isSettled(task.fold(run)), end -> end.fold(this));
  }

  /** The store may have gone back behind what was minted: then it gets it. */
  private boolean isLookedAt() {
    look.run();
    return !run.cell().grant().isUnstored();
  }

  @Override
  public Boolean stored() {
    parts.report(run.cell().grant(), Kind.STORED_LATE);
    try {
      run.stored();
    } catch (OAuthException e) {
      LOG.debug("What callers were told already: {}", e.getClass().getSimpleName());
    }
    return true;
  }

  @Override
  public Boolean revokeMinted() {
    run.revokeMinted();
    run.cell().revoked(parts.clock().nanoTime());
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
