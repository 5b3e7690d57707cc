// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

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
import io.hexauth.domain.lifecycle.Want;
import io.hexauth.domain.refresh.RefreshStep;
import io.hexauth.domain.refresh.RefreshStep.Look;
import io.hexauth.domain.refresh.RefreshStep.NeedUser;
import io.hexauth.domain.refresh.RefreshStep.Rest;
import io.hexauth.domain.refresh.RefreshStep.ServeUnstored;
import io.hexauth.domain.refresh.RefreshStep.TakeLease;
import io.hexauth.domain.refresh.RequestKind;
import io.hexauth.ports.spi.Incident.Kind;
import io.hexauth.ports.spi.TokenEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets one token, whatever it takes: asks the domain what comes next, has it done, and turns the
 * end into what callers get. One thread, one grant; the lease keeps other nodes away.
 */
final class Acquisition {

  private static final Logger LOG = LoggerFactory.getLogger(Acquisition.class);

  /** Between two tries to store what the store was not there for. */
  private static final long COMMIT_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  /** Looks of somebody who only wants to know; each further one follows a repair. */
  private static final int MOST_GLANCES = 3;

  private final RefreshParts parts;

  Acquisition(RefreshParts parts) {
    this.parts = parts;
  }

  /**
   * A token.
   *
   * @throws OAuthException if there is no way to one, or not in time
   */
  Snapshot run(TokenCell cell, Want want) {
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
      return ended(run, toEnd(run, first));
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
  private Snapshot withoutStore(TokenCell cell, Want want, ServiceUnavailableException storeGone) {
    if (cell.grant().isForgotten()) {
      throw storeGone;
    }
    Optional<Snapshot> other = cell.metBy(want, parts.clock());
    if (other.isPresent()) {
      return other.get(); // Somebody who had the turn before has brought it.
    }
    var moment = new StoreMoment(parts.clock().instant(), parts.clock().nanoTime());
    var version = new GrantRecord.Version(idWithoutStore(cell.grant(), moment), 1);
    Obtained obtained = parts.source().obtain(cell.grant(), cell.access());
    if (obtained instanceof Obtained.Failed failed) {
      cell.failed(failed, version, parts.clock().nanoTime());
      throw failed.failure();
    }
    Obtained.Got got = ((Obtained.Got) obtained).covering(cell, parts.registration());
    if (got.failure().isPresent()) {
      cell.refused(got.failure().get(), version, parts.clock().nanoTime());
      throw got.failure().get();
    }
    GrantDocument document =
        GrantDocument.empty()
            .with(cell.access(), got.granted(), 1, moment.store())
            .withoutRefreshToken();
    return parts
        .memory()
        .learnUnstored(new Minted(cell, version, document, TokenEvent.Origin.UPDATED, moment))
        .orElseThrow();
  }

  /** Later than what is known, whatever the clocks of nodes say: it has not been replaced. */
  private GrantId idWithoutStore(GrantCell grant, StoreMoment moment) {
    return grant
        .known()
        .flatMap(known -> parts.chance().grantIdAfter(known.version().grantId(), moment.store()))
        .orElseGet(() -> parts.chance().grantId(moment.store()));
  }

  /** Nothing new is begun when the time is over or the client closed; what has begun is ended. */
  private RefreshStep.End toEnd(RefreshRun run, RefreshStep first) {
    long start = parts.clock().nanoTime();
    RefreshStep step = first;
    while (step instanceof RefreshStep.Task task) {
      if (task instanceof Look || task instanceof Rest) {
        mayGoOn(start);
      }
      if (task instanceof TakeLease lease && !lease.again()) {
        mayGoOn(start);
        refuseIfNothingIsSent();
      }
      step = run.carryOut(task);
    }
    return (RefreshStep.End) step;
  }

  /** Then a lease would be of no use. */
  private void refuseIfNothingIsSent() {
    Optional<OAuthException> refusal = parts.gate().refusal(RequestKind.OWN_GRANT);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  private void mayGoOn(long start) {
    if (parts.tasks().isClosed()) {
      throw parts.tasks().closed(parts.registration());
    }
    if (parts.clock().nanoTime() - start >= parts.config().callerTimeout().toNanos()) {
      throw unavailable("another node holds the lease of this grant", Optional.empty());
    }
  }

  private Snapshot ended(RefreshRun run, RefreshStep.End end) {
    if (end instanceof RefreshStep.Adopt) {
      return run.observer().adopted();
    }
    if (end instanceof RefreshStep.Stored) {
      return run.stored();
    }
    if (end instanceof ServeUnstored unstored) {
      parts.report(run.cell().grant(), Kind.SERVED_UNSTORED);
      long since = parts.clock().nanoTime();
      parts.tasks().later(COMMIT_PAUSE, () -> commitLater(run, unstored, since));
      return run.unstored();
    }
    if (end instanceof RefreshStep.BackOff backOff) {
      throw backOff(backOff);
    }
    if (end instanceof NeedUser needUser) {
      throw needUser.reason() == Reason.NOT_GRANTED
          ? run.observer().notGranted()
          : needUser(run, needUser);
    }
    if (end instanceof RefreshStep.RevokeMinted) {
      run.revokeMinted();
      throw needUser(run, new NeedUser(Reason.REVOKED, Optional.empty(), true));
    }
    throw run.failure(); // GiveUp, StoreGone
  }

  /**
   * The server has rotated and the store has not heard. Tried until others may present again; from
   * then on any look at the record gives the store what it has missed.
   */
  private void commitLater(RefreshRun run, ServeUnstored unstored, long since) {
    if (isSettledNow(run, unstored)) {
      return;
    }
    boolean inTime =
        !parts.tasks().isClosed()
            && parts.clock().nanoTime() - since
                < parts.config().lease().plus(parts.config().hold()).toNanos();
    if (inTime) {
      parts.tasks().later(COMMIT_PAUSE, () -> commitLater(run, unstored, since));
    } else {
      parts.report(run.cell().grant(), Kind.NOT_STORED);
      LOG.error(
          "Client registration '{}': a new token could not be stored in time; if the server rotates refresh tokens,"
              + " this grant is lost when this process ends before the store is back",
          parts.registration());
    }
  }

  /** Whether nothing is left to be tried: stored, revoked, or the record has moved on. */
  private boolean isSettledNow(RefreshRun run, ServeUnstored unstored) {
    RefreshStep step = unstored.commit();
    try {
      while (step instanceof RefreshStep.Task task && !(task instanceof Look)) {
        step = run.carryOut(task);
      }
      if (step instanceof Look) {
        look(run.cell()); // The store may have gone back behind what was minted: then it gets it.
        return !run.cell().grant().isUnstored();
      }
    } catch (OAuthException storeGoneAgain) {
      return false;
    }
    if (step instanceof RefreshStep.Stored) {
      parts.report(run.cell().grant(), Kind.STORED_LATE);
      storedForNobody(run);
    } else if (step instanceof RefreshStep.RevokeMinted) {
      run.revokeMinted();
      run.cell().revoked(parts.clock().nanoTime());
    }
    return !(step instanceof ServeUnstored);
  }

  private static void storedForNobody(RefreshRun run) {
    try {
      run.stored();
    } catch (OAuthException e) {
      LOG.debug("What callers were told already: {}", e.getClass().getSimpleName());
    }
  }

  /** What the store has, brought to memory, without asking for anything new. */
  Optional<Snapshot> look(TokenCell cell) {
    var run = new RefreshRun(parts, cell, Want.usable(cell.access()));
    for (int i = 0; i < MOST_GLANCES; i++) {
      RefreshStep step = run.glance();
      if (step instanceof RefreshStep.Adopt) {
        return run.observer().found();
      }
      if (step instanceof NeedUser needUser) {
        forgetIf(needUser.forget(), cell);
        return Optional.empty();
      }
      if (step instanceof RefreshStep.WriteBack task) {
        run.carryOut(task);
      }
    }
    return run.observer().found();
  }

  private void forgetIf(boolean forget, TokenCell cell) {
    if (forget) {
      cell.revoked(parts.clock().nanoTime());
    }
  }

  private OAuthException needUser(RefreshRun run, NeedUser needUser) {
    forgetIf(needUser.forget(), run.cell());
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

  private OAuthException backOff(RefreshStep.BackOff backOff) {
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
