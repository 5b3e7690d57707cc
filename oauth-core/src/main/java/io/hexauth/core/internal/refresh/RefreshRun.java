// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.CachedGrant;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.refresh.Progress.BeforeLease;
import io.hexauth.core.internal.refresh.Progress.Committed;
import io.hexauth.core.internal.refresh.Progress.Issued;
import io.hexauth.core.internal.refresh.Progress.LeaseAsked;
import io.hexauth.core.internal.refresh.Progress.Presented;
import io.hexauth.core.internal.refresh.Progress.Sealed;
import io.hexauth.core.internal.refresh.Progress.UnderLease;
import io.hexauth.core.internal.server.TokenExceptions;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.core.internal.time.Stopwatch;
import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.lifecycle.OpenedGrant;
import io.hexauth.domain.internal.refresh.FailureRecord;
import io.hexauth.domain.internal.refresh.Refresh;
import io.hexauth.domain.internal.refresh.RefreshStep;
import io.hexauth.domain.internal.refresh.RefreshStep.Commit;
import io.hexauth.domain.internal.refresh.RefreshStep.Look;
import io.hexauth.domain.internal.refresh.RefreshStep.Present;
import io.hexauth.domain.internal.refresh.RefreshStep.Settle;
import io.hexauth.domain.internal.refresh.RefreshStep.TakeLease;
import io.hexauth.domain.internal.refresh.RefreshStep.WriteBack;
import io.hexauth.domain.internal.refresh.TaskCases;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.api.Incident.Kind;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.util.Optional;

/**
 * Executes the steps of one refresh. {@link Refresh} decides on the next step, and {@link Progress}
 * contains the data that it needs. Not safe for use by multiple threads.
 */
final class RefreshRun implements TaskCases<RefreshStep> {

  private static final String ADOPTED = "adopted";
  private static final String UNSTORED = "unstored";

  private final Refresh refresh;
  private final GrantReader reader;
  private final TokenExchange exchange;
  private final Leases leases;
  private final StoreRepair repair;
  private final TokenExceptions exceptions;
  private final RandomSource random;
  private final OAuthClock clock;
  private final TokenCell cell;
  private final GrantCell grant;

  private int rests;
  private Progress progress = new BeforeLease();
  private boolean hasIssued;
  private String outcome = ADOPTED;
  private Optional<OAuthException> failure = Optional.empty();

  RefreshRun(
      Refresh refresh,
      GrantReader reader,
      TokenExchange exchange,
      Leases leases,
      StoreRepair repair,
      TokenExceptions exceptions,
      RandomSource random,
      OAuthClock clock) {
    this.refresh = refresh;
    this.reader = reader;
    this.exchange = exchange;
    this.leases = leases;
    this.repair = repair;
    this.exceptions = exceptions;
    this.random = random;
    this.clock = clock;
    this.cell = reader.cell();
    this.grant = cell.grant();
  }

  TokenCell cell() {
    return cell;
  }

  GrantReader reader() {
    return reader;
  }

  Progress progress() {
    return progress;
  }

  /** {@return the origin of the token of this run, as a tag for listeners} */
  String outcome() {
    return outcome;
  }

  /** Notes that the token was obtained without the store. */
  void withoutStore() {
    outcome = UNSTORED;
  }

  /** {@return true if another node held the lease} */
  boolean isContended() {
    return rests > 0;
  }

  /** Reads the grant. Throws if the store does not answer, or if the record is unreadable. */
  @Override
  public RefreshStep look() {
    progress = new BeforeLease();
    outcome = ADOPTED;
    return refresh.seen(reader.look());
  }

  @Override
  public RefreshStep rest() {
    random.pause(rests++);
    return new Look();
  }

  /** {@return true if this run has obtained a token that the store does not have yet} */
  boolean isUnstored() {
    return hasIssued && grant.isUnstored();
  }

  /** Reads the grant like {@link Look}, for a caller that only wants the stored grant. */
  RefreshStep glance() {
    return refresh.glanced(reader.look());
  }

  @Override
  public RefreshStep writeBack(WriteBack task) {
    return refresh.writtenBack(repair.isWrittenBack(grant, shown(), task));
  }

  private Optional<StoreReading> shown() {
    return progress.shown().or(reader::reading);
  }

  @Override
  public RefreshStep takeLease(TakeLease task) {
    progress = new BeforeLease();
    LeaseAsked asked = leases.begin();
    StoreReading taken;
    try {
      taken = reader.readable(() -> leases.ask(grant, reader.reading(), task, asked));
    } catch (ServiceUnavailableException storeGone) {
      failure = Optional.of(storeGone);
      return refresh.leaseUnknown();
    }
    if (!taken.done()) {
      return refresh.leaseRefused(reader.of(taken));
    }
    progress = new UnderLease(asked, taken);
    return refresh.leaseTaken(taken.record().orElseThrow());
  }

  private Duration spent(UnderLease lease) {
    return lease.asked().since().until(clock);
  }

  private boolean mayPresent(UnderLease lease) {
    return refresh.rules().mayPresent(spent(lease));
  }

  @Override
  public RefreshStep present(Present task) {
    UnderLease lease = progress.underLease();
    OpenedGrant current;
    try {
      current = reader.open(task.leased());
    } catch (UnreadableRecordException | ServiceUnavailableException e) { // cipher unavailable
      failure = Optional.of(e);
      return refresh.unreadable(task);
    }
    if (!mayPresent(lease)) {
      return refresh.tooLate(task);
    }
    Presented first =
        task.again() ? progress.presented() : new Presented(lease, Stopwatch.of(clock));
    progress = first;
    TokenResult result = exchange.obtain(cell, current, lease.moment(), () -> mayPresent(lease));
    failure = exceptions.of(result);
    exchange
        .issued(cell, current, result, lease.moment())
        .ifPresentOrElse(
            next -> keep(new Issued(lease, next)), () -> failed(result, task.leased().version()));
    return refresh.presented(
        task, result, spent(lease), first.since().until(clock), backOff(task.leased()));
  }

  private Duration backOff(GrantRecord record) {
    int failures = Math.max(record.attempt() - 1, grant.failures() - 1);
    return FailureRecord.backOff(failures, random.fraction());
  }

  private void failed(TokenResult result, GrantRecord.Version presented) {
    long now = clock.nanoTime();
    grant.failed();
    failure.ifPresent(f -> cell.failed(f, presented, now));
    if (result.endsGrant()) {
      // In every view of this process, including those that are no longer in the cache.
      grant.grantRefused(presented, now);
      cell.grantRefused(presented, now);
    }
  }

  /** Returns the server's error if the server refused the grant in this run; otherwise empty. */
  Optional<OAuthError> refusal() {
    return failure
        .filter(ReauthorizationRequiredException.class::isInstance)
        .flatMap(e -> ((ReauthorizationRequiredException) e).error());
  }

  private void keep(Issued issued) {
    grant.succeeded();
    progress = issued;
    hasIssued = true;
    outcome = UNSTORED;
    grant.unstored(true);
    IssuedGrant next = issued.grant();
    failure.ifPresent(f -> cell.refused(f, next.version(), clock.nanoTime()));
    // From now on, a read recognises that the store has an older state.
    grant.remember(
        new CachedGrant(
            next.version(), next.document(), issued.lease().moment().at(clock.nanoTime())));
  }

  @Override
  public RefreshStep commit(Commit task) {
    IssuedGrant next = progress.issued().grant();
    leases.beforeCommit(grant);
    grant.storing(next.version());
    try {
      Sealed sealed = progress.sealed(leases::seal);
      progress = sealed;
      StoreReading answer = leases.commit(sealed, task);
      progress = new Committed(sealed, answer);
      grant.unstored(answer.record().filter(next::isOutdoneBy).isEmpty());
      if (answer.done()) {
        outcome = "refreshed";
      } else {
        grant.notStoring(next.version());
      }
      return refresh.committed(task, answer.done(), answer.record());
    } catch (OAuthException storeGone) {
      grant.notStoring(next.version());
      return refresh.commitUnknown(task);
    }
  }

  @Override
  public RefreshStep settle(Settle task) {
    try {
      RefreshStep next = refresh.settled(task, leases.isSettled(grant, shown(), task));
      next.needsUser().flatMap(RefreshRun::incident).ifPresent(reader::report);
      return next;
    } catch (ServiceUnavailableException storeGone) {
      failure = failure.or(() -> Optional.of(storeGone));
      return refresh.settleUnknown(task);
    }
  }

  private static Optional<Kind> incident(Reason reason) {
    return switch (reason) {
      case GRANT_REFUSED -> Optional.of(Kind.GRANT_REFUSED);
      case ROTATION_LOST -> Optional.of(Kind.ROTATION_LOST);
      default -> Optional.empty();
    };
  }

  /** {@return the token, or throws the failure that callers get in place of it} */
  Snapshot unlessFailed(Optional<Snapshot> token) {
    return token.filter(s -> failure.isEmpty()).orElseThrow(this::failure);
  }

  /** Returns the failure that callers get. */
  OAuthException failure() {
    return failure.orElseThrow(() -> new IllegalStateException("There is no failure to report"));
  }
}
