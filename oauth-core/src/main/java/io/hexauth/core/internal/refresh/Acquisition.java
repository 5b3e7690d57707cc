// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.server.Obtained;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.TokenRequirement;
import io.hexauth.domain.refresh.EndCases;
import io.hexauth.domain.refresh.RefreshStep;
import io.hexauth.domain.refresh.RefreshStep.BackOff;
import io.hexauth.domain.refresh.RefreshStep.End;
import io.hexauth.domain.refresh.RefreshStep.Look;
import io.hexauth.domain.refresh.RefreshStep.NeedUser;
import io.hexauth.domain.refresh.RefreshStep.ServeUnstored;
import io.hexauth.domain.refresh.RefreshStep.Task;
import io.hexauth.domain.refresh.RequestKind;
import io.hexauth.ports.spi.Incident.Kind;
import io.hexauth.ports.spi.TokenEvent;
import java.time.Duration;
import java.util.Optional;

/**
 * Gets one token, whatever it takes: asks the domain what comes next, has it done, and turns the
 * end into what callers get. One thread, one grant; the lease keeps other nodes away.
 */
public final class Acquisition {

  /** Looks of somebody who only wants to know; each further one follows a repair. */
  private static final int MOST_GLANCES = 3;

  private final RefreshParts parts;

  /** For the grants of one registration. */
  public Acquisition(RefreshParts parts) {
    this.parts = parts;
  }

  /**
   * A token.
   *
   * @throws OAuthException if there is no way to one, or not in time
   */
  Snapshot run(TokenCell cell, TokenRequirement want) {
    Optional<OAuthException> refused = cell.refusal(parts.clock().nanoTime());
    if (refused.isPresent()) {
      throw refused.get();
    }
    cell.grant().turn().lock();
    try {
      var run = new RefreshRun(parts, cell, want);
      RefreshStep first =
          parts.gate().refusal(RequestKind.OWN_GRANT).isPresent()
              ? new Look()
              : run.observer().first();
      return toEnd(run, first).fold(new Result(run));
    } catch (ServiceUnavailableException e) {
      if (e.service() != Service.STORE || !e.isRetryable() || !isHarmlessToRepeat()) {
        throw e;
      }
      return withoutStore(cell, want, e);
    } finally {
      cell.grant().turn().unlock();
    }
  }

  /** What the client obtains by itself costs nobody anything when it is obtained twice. */
  private boolean isHarmlessToRepeat() {
    return parts.source().isSelfObtainable() && parts.provided().isEmpty();
  }

  /**
   * The store is down: a token for this process alone, asked for without a lease, by one thread at
   * a time for each grant. A refresh token that comes with it is not kept. Who revoked the grant
   * here, and has seen no other since, waits for the store.
   */
  private Snapshot withoutStore(
      TokenCell cell, TokenRequirement want, ServiceUnavailableException storeGone) {
    if (cell.grant().isForgotten()) {
      throw storeGone;
    }
    Optional<Snapshot> other = cell.metBy(want, parts.clock());
    if (other.isPresent()) {
      return other.get(); // Somebody who had the turn before has brought it.
    }
    var moment = new ClockReading(parts.clock().instant(), parts.clock().nanoTime());
    var version = new GrantRecord.Version(idWithoutStore(cell.grant(), moment), 1);
    Obtained obtained =
        parts.source().obtain(cell.grant(), cell.access()).covering(cell, parts.registration());
    obtained.note(cell, version, parts.clock().nanoTime());
    Obtained.Got got = obtained.orThrow();
    GrantDocument document =
        GrantDocument.empty()
            .with(cell.access(), got.granted(), 1, moment.store())
            .withoutRefreshToken();
    return parts
        .memory()
        .learnUnstored(new IssuedGrant(cell, version, document, TokenEvent.Origin.UPDATED, moment))
        .orElseThrow();
  }

  /** Later than what is known, whatever the clocks of nodes say: it has not been replaced. */
  private GrantId idWithoutStore(GrantCell grant, ClockReading moment) {
    return grant
        .known()
        .flatMap(known -> parts.chance().grantIdAfter(known.version().grantId(), moment.store()))
        .orElseGet(() -> parts.chance().grantId(moment.store()));
  }

  /** Nothing new is begun when the time is over or the client closed; what has begun is ended. */
  private End toEnd(RefreshRun run, RefreshStep first) {
    long start = parts.clock().nanoTime();
    return first.end(
        task -> {
          if (task.begins() && !run.isUnstored()) {
            mayGoOn(start);
          }
          return task.fold(run);
        });
  }

  private void mayGoOn(long start) {
    if (parts.tasks().isClosed()) {
      throw parts.tasks().closed(parts.registration());
    }
    if (parts.clock().nanoTime() - start >= parts.config().callerTimeout().toNanos()) {
      throw unavailable("another node holds the lease of this grant", Optional.empty());
    }
  }

  /** What callers get at the end of a run. */
  private final class Result implements EndCases<Snapshot> {

    private final RefreshRun run;

    private Result(RefreshRun run) {
      this.run = run;
    }

    @Override
    public Snapshot adopt() {
      return run.observer().adopted();
    }

    @Override
    public Snapshot stored() {
      return run.stored();
    }

    @Override
    public Snapshot serveUnstored(ServeUnstored end) {
      parts.report(run.cell().grant(), Kind.SERVED_UNSTORED);
      new LateCommit(parts, run, end.commit(), () -> look(run.cell())).later();
      return run.unstored();
    }

    @Override
    public Snapshot revokeMinted() {
      run.revokeMinted();
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
      throw failure(end);
    }

    @Override
    public Snapshot needUser(NeedUser end) {
      throw end.needsUser(Reason.NOT_GRANTED) ? run.observer().notGranted() : failure(run, end);
    }
  }

  /** What the store has, brought to memory, without asking for anything new. */
  Optional<Snapshot> look(TokenCell cell) {
    var run = new RefreshRun(parts, cell, TokenRequirement.usable(cell.access()));
    boolean shown = false;
    for (int i = 0; i < MOST_GLANCES && !shown; i++) {
      shown = run.glance().fold(task -> isShownAfter(task, run), end -> isShown(end, cell));
    }
    return run.observer().found();
  }

  /** A repair is made; nothing new is begun. */
  private static boolean isShownAfter(Task task, RefreshRun run) {
    if (!task.begins()) {
      task.fold(run);
    }
    return false;
  }

  private boolean isShown(End end, TokenCell cell) {
    forgetAfter(end, cell);
    return true;
  }

  private void forgetAfter(End end, TokenCell cell) {
    if (end.forget()) {
      cell.revoked(parts.clock().nanoTime());
    }
  }

  private OAuthException failure(RefreshRun run, NeedUser needUser) {
    forgetAfter(needUser, run.cell());
    // The store keeps the code alone; where this run heard the server, callers get all of it.
    Optional<OAuthError> said =
        run.refusal().filter(error -> needUser.errorCode().equals(Optional.of(error.code())));
    return said.map(
            error ->
                new ReauthorizationRequiredException(
                    parts.registration(), needUser.reason(), error))
        .orElseGet(
            () ->
                new ReauthorizationRequiredException(
                    parts.registration(), needUser.reason(), needUser.errorCode()));
  }

  private OAuthException failure(BackOff backOff) {
    return backOff
        .errorCode()
        .<OAuthException>map(
            code ->
                TokenRequestRejectedException.remembered(
                    parts.registration(), OAuthError.of(code), backOff.delay()))
        .orElseGet(
            () ->
                unavailable(
                    "a request failed or got no answer, nothing is sent for a while",
                    Optional.of(backOff.delay())));
  }

  private ServiceUnavailableException unavailable(String problem, Optional<Duration> retryAfter) {
    return new ServiceUnavailableException(
        parts.registration(), Service.AUTHORIZATION_SERVER, problem, true, retryAfter, null);
  }
}
