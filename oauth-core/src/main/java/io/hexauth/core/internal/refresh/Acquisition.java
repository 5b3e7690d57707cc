// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.core.internal.server.AuthorizationServer;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.internal.lifecycle.TokenRequirement;
import io.hexauth.domain.internal.refresh.RefreshStep;
import io.hexauth.domain.internal.refresh.RefreshStep.End;
import io.hexauth.domain.internal.refresh.RefreshStep.Look;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Obtains one token: gets each next step from the domain, has it executed, and converts the end
 * into a token or an exception. It works on one grant with one thread; the lease excludes other
 * nodes.
 */
final class Acquisition {

  /**
   * Reasons that are no failure of a grant: the user has not consented, or the grant was revoked.
   */
  private static final Set<Reason> WITHOUT_GRANT = EnumSet.of(Reason.NO_GRANT, Reason.REVOKED);

  private final RefreshRuns runs;
  private final RefreshResults results;
  private final TokenWithoutStore withoutStore;
  private final AuthorizationServer server;
  private final Tasks tasks;
  private final RegistrationEvents events;
  private final OAuthClock clock;
  private final Duration callerTimeout;

  /** Creates the component for the grants of one registration. */
  Acquisition(
      RefreshRuns runs,
      RefreshResults results,
      TokenWithoutStore withoutStore,
      AuthorizationServer server,
      Tasks tasks,
      RegistrationEvents events,
      OAuthClock clock,
      Duration callerTimeout) {
    this.runs = runs;
    this.results = results;
    this.withoutStore = withoutStore;
    this.server = server;
    this.tasks = tasks;
    this.events = events;
    this.clock = clock;
    this.callerTimeout = callerTimeout;
  }

  /**
   * Obtains a token.
   *
   * @param cell the cache entry of the token
   * @param requirement the requirement for the token
   * @param listed the record in a listing of the store, which saves a read; empty if there is none
   * @return the token
   * @throws OAuthException if no token can be obtained, or not in time
   */
  Snapshot run(TokenCell cell, TokenRequirement requirement, Optional<StoreReading> listed) {
    Optional<OAuthException> refused = cell.refusal(clock.nanoTime());
    if (refused.isPresent()) {
      throw refused.get();
    }
    long begun = events.begin();
    RefreshRun run = runs.of(cell, requirement);
    try {
      Snapshot token = taken(run, cell, requirement, listed);
      tell(run, reason(requirement, listed), run.outcome(), "none", begun);
      return token;
    } catch (OAuthException e) {
      tell(run, reason(requirement, listed), outcome(e), e.getClass().getSimpleName(), begun);
      throw e;
    }
  }

  private void tell(RefreshRun run, String reason, String outcome, String exception, long begun) {
    if (events.areHeard()) {
      events.measured(
          "oauth.refreshes",
          begun,
          Map.of(
              "reason",
              reason,
              "outcome",
              outcome,
              "exception",
              exception,
              "contended",
              Boolean.toString(run.isContended())));
    }
  }

  private Snapshot taken(
      RefreshRun run, TokenCell cell, TokenRequirement requirement, Optional<StoreReading> listed) {
    cell.grant().takeTurn();
    try {
      return results.of(run, toEnd(run, first(run, listed)));
    } catch (ServiceUnavailableException e) {
      Snapshot token = withoutStore.after(e, cell, requirement);
      run.withoutStore();
      return token;
    } finally {
      cell.grant().endTurn();
    }
  }

  private static String reason(TokenRequirement requirement, Optional<StoreReading> listed) {
    if (listed.isPresent()) {
      return "sweep";
    }
    return requirement.fresh() ? "due" : requirement.newerThan().isPresent() ? "forced" : "absent";
  }

  private static String outcome(OAuthException failure) {
    if (failure instanceof ServiceUnavailableException e) {
      return RegistrationEvents.word(e.service()).concat("_unavailable");
    }
    if (failure instanceof ReauthorizationRequiredException e) {
      return WITHOUT_GRANT.contains(e.reason()) ? "no_grant" : "consent_needed";
    }
    return "failed";
  }

  private RefreshStep first(RefreshRun run, Optional<StoreReading> listed) {
    if (listed.isPresent()) {
      return run.reader().first(listed.get());
    }
    return server.isReady() ? run.reader().first() : new Look();
  }

  /**
   * Executes steps up to an end. After the time limit, or after the client was closed, nothing new
   * begins, and work that has begun is finished.
   */
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
      throw tasks.closed(events.registration());
    }
    if (clock.nanoTime() - start >= callerTimeout.toNanos()) {
      throw results.late();
    }
  }
}
