// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.core.internal.server.AuthorizationServer;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.internal.lifecycle.TokenRequirement;
import io.hexauth.domain.internal.refresh.RefreshStep;
import io.hexauth.domain.internal.refresh.RefreshStep.End;
import io.hexauth.domain.internal.refresh.RefreshStep.Look;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.util.Optional;

/**
 * Gets one token, whatever it takes: asks the domain what comes next, has it done, and turns the
 * end into what callers get. One thread, one grant; the lease keeps other nodes away.
 */
final class Acquisition {

  private final ClientRegistrationId registration;
  private final RefreshRuns runs;
  private final RefreshResults results;
  private final TokenWithoutStore withoutStore;
  private final AuthorizationServer server;
  private final Tasks tasks;
  private final OAuthClock clock;
  private final Duration callerTimeout;

  /** For the grants of one registration. */
  Acquisition(
      ClientRegistrationId registration,
      RefreshRuns runs,
      RefreshResults results,
      TokenWithoutStore withoutStore,
      AuthorizationServer server,
      Tasks tasks,
      OAuthClock clock,
      Duration callerTimeout) {
    this.registration = registration;
    this.runs = runs;
    this.results = results;
    this.withoutStore = withoutStore;
    this.server = server;
    this.tasks = tasks;
    this.clock = clock;
    this.callerTimeout = callerTimeout;
  }

  /**
   * A token.
   *
   * @param listed the grant as a listing of the store has shown it, which saves a look
   * @throws OAuthException if there is no way to one, or not in time
   */
  Snapshot run(TokenCell cell, TokenRequirement want, Optional<StoreReading> listed) {
    Optional<OAuthException> refused = cell.refusal(clock.nanoTime());
    if (refused.isPresent()) {
      throw refused.get();
    }
    cell.grant().takeTurn();
    try {
      RefreshRun run = runs.of(cell, want);
      return results.of(run, toEnd(run, first(run, listed)));
    } catch (ServiceUnavailableException e) {
      return withoutStore.after(e, cell, want);
    } finally {
      cell.grant().endTurn();
    }
  }

  private RefreshStep first(RefreshRun run, Optional<StoreReading> listed) {
    if (listed.isPresent()) {
      return run.reader().first(listed.get());
    }
    return server.isReady() ? run.reader().first() : new Look();
  }

  /** Nothing new is begun when the time is over or the client closed; what has begun is ended. */
  private End toEnd(RefreshRun run, RefreshStep first) {
    long start = clock.nanoTime();
    return first.end(
        task -> {
          if (task.begins() && !run.isUnstored()) {
            mayGoOn(start);
          }
          return task.fold(run);
        });
  }

  private void mayGoOn(long start) {
    if (tasks.isClosed()) {
      throw tasks.closed(registration);
    }
    if (clock.nanoTime() - start >= callerTimeout.toNanos()) {
      throw results.late();
    }
  }
}
