// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.CachedGrant;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.server.Obtained;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.core.internal.time.Stopwatch;
import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.OpenedGrant;
import io.hexauth.domain.refresh.FailureRecord;
import io.hexauth.domain.refresh.Refresh;
import io.hexauth.domain.refresh.RefreshStep;
import io.hexauth.domain.refresh.RefreshStep.Commit;
import io.hexauth.domain.refresh.RefreshStep.Look;
import io.hexauth.domain.refresh.RefreshStep.Present;
import io.hexauth.domain.refresh.RefreshStep.Settle;
import io.hexauth.domain.refresh.RefreshStep.TakeLease;
import io.hexauth.domain.refresh.RefreshStep.WriteBack;
import io.hexauth.domain.refresh.SealedCredential;
import io.hexauth.domain.refresh.TaskCases;
import io.hexauth.ports.spi.Incident.Kind;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the steps of one refresh and remembers what it needs between two of them. It knows
 * how each is done; which comes next, and why, is {@link Refresh}'s to say. For one thread.
 */
final class RefreshRun implements TaskCases<RefreshStep> {

  private final Refresh refresh;
  private final GrantReader reader;
  private final TokenExchange exchange;
  private final Leases leases;
  private final StoreRepair repair;
  private final RandomSource random;
  private final OAuthClock clock;
  private final TokenCell cell;
  private final GrantCell grant;

  private @Nullable StoreReading committed;
  private int rests;
  private String attempt = "";
  private Stopwatch leaseAsked = Stopwatch.NEVER;
  private @Nullable StoreReading leased;
  private Stopwatch firstPresented = Stopwatch.NEVER;
  private @Nullable IssuedGrant issued;
  private @Nullable SealedCredential sealed;
  private Optional<OAuthException> failure = Optional.empty();

  RefreshRun(
      Refresh refresh,
      GrantReader reader,
      TokenExchange exchange,
      Leases leases,
      StoreRepair repair,
      RandomSource random,
      OAuthClock clock,
      TokenCell cell) {
    this.refresh = refresh;
    this.reader = reader;
    this.exchange = exchange;
    this.leases = leases;
    this.repair = repair;
    this.random = random;
    this.clock = clock;
    this.cell = cell;
    this.grant = cell.grant();
  }

  TokenCell cell() {
    return cell;
  }

  GrantReader reader() {
    return reader;
  }

  /** Throws if the store does not answer, or cannot be read. */
  @Override
  public RefreshStep look() {
    return refresh.seen(reader.look());
  }

  @Override
  public RefreshStep rest() {
    random.pause(rests++);
    return new Look();
  }

  /** {@return whether this run has obtained a credential that the store does not have yet} */
  boolean isUnstored() {
    return issued != null && grant.isUnstored();
  }

  /** As {@link Look}, for whoever only wants to know. */
  RefreshStep glance() {
    return refresh.glanced(reader.look());
  }

  @Override
  public RefreshStep writeBack(WriteBack task) {
    Optional<StoreReading> known = committed == null ? reader.reading() : Optional.of(committed);
    return refresh.writtenBack(repair.isWrittenBack(grant, known, task));
  }

  @Override
  public RefreshStep takeLease(TakeLease task) {
    if (!task.again()) {
      leases.refuseIfNothingIsSent(); // Then a lease would be of no use.
      attempt = random.id();
      leaseAsked = Stopwatch.of(clock);
      leased = null;
    }
    StoreReading taken;
    try {
      Optional<StoreReading> known = task.again() ? Optional.empty() : reader.reading();
      taken = reader.readable(() -> leases.ask(grant, known, task, attempt));
    } catch (ServiceUnavailableException storeGone) {
      failure = Optional.of(storeGone);
      return refresh.leaseUnknown(task);
    }
    leased = taken.done() ? taken : null;
    return taken.done()
        ? refresh.leaseTaken(taken.record().orElseThrow())
        : refresh.leaseRefused(reader.of(taken));
  }

  private Duration spent() {
    return leaseAsked.until(clock);
  }

  private boolean mayPresent() {
    return refresh.rules().mayPresent(spent());
  }

  @Override
  public RefreshStep present(Present task) {
    OpenedGrant current;
    try {
      current = reader.open(task.leased());
    } catch (UnreadableRecordException | ServiceUnavailableException e) { // the cipher has gone
      failure = Optional.of(e);
      return refresh.unreadable(task);
    }
    if (!mayPresent()) {
      return refresh.tooLate(task);
    }
    if (!task.again()) {
      firstPresented = Stopwatch.of(clock);
    }
    Obtained obtained = exchange.obtain(cell, current, moment(), this::mayPresent);
    failure = obtained.problem();
    exchange
        .issued(cell, current, obtained, moment())
        .ifPresentOrElse(this::keep, () -> failed(obtained, task.leased().version()));
    return refresh.presented(
        task, obtained.outcome(), spent(), firstPresented.until(clock), backOff(task.leased()));
  }

  private Duration backOff(GrantRecord record) {
    int failures = Math.max(record.attempt() - 1, grant.failures() - 1);
    return FailureRecord.backOff(failures, random.fraction());
  }

  private void failed(Obtained failed, GrantRecord.Version presented) {
    long now = clock.nanoTime();
    grant.failed();
    failed.note(cell, presented, now);
    if (failed.outcome().endsGrant()) {
      // In every view of this process, those that the grant does not remember included.
      grant.grantRefused(presented, now);
      cell.grantRefused(presented, now);
    }
  }

  /** What the server said when it refused the grant in this run; empty if it did not. */
  Optional<OAuthError> refusal() {
    return failure
        .filter(ReauthorizationRequiredException.class::isInstance)
        .flatMap(e -> ((ReauthorizationRequiredException) e).error());
  }

  private ClockReading moment() {
    return underLease().moment().earliest();
  }

  private StoreReading underLease() {
    StoreReading taken = leased;
    if (taken == null) {
      throw new IllegalStateException("Nothing is presented without a lease");
    }
    return taken;
  }

  private void keep(IssuedGrant next) {
    grant.succeeded();
    issued = next;
    sealed = null;
    grant.unstored(true);
    failure.ifPresent(f -> cell.refused(f, next.version(), clock.nanoTime()));
    // Whoever looks from now on knows that the store is behind.
    grant.remember(new CachedGrant(next.version(), next.document(), moment().at(clock.nanoTime())));
  }

  /** {@return what was issued in this run} */
  IssuedGrant issued() {
    IssuedGrant known = issued;
    if (known == null) {
      throw new IllegalStateException("Nothing is stored before it is issued");
    }
    return known;
  }

  @Override
  public RefreshStep commit(Commit task) {
    IssuedGrant next = issued();
    leases.beforeCommit(grant);
    grant.storing(next.version());
    try {
      Optional<StoreReading> known = task.again() ? Optional.empty() : Optional.of(underLease());
      StoreReading written = leases.commit(grant, known, task, sealed(next));
      committed = written;
      grant.unstored(written.record().filter(next::isOutdoneBy).isEmpty());
      if (!written.done()) {
        grant.notStoring(next.version());
      }
      return refresh.committed(task, written.done(), written.record());
    } catch (OAuthException storeGone) {
      grant.notStoring(next.version());
      return refresh.commitUnknown(task);
    }
  }

  /** Sealed once for all tries: the store keeps the same bytes whichever of them arrives. */
  private SealedCredential sealed(IssuedGrant next) {
    SealedCredential ready = sealed;
    if (ready == null) {
      ready = leases.seal(next, attempt, moment().store());
      sealed = ready;
    }
    return ready;
  }

  private Optional<StoreReading> shown(Settle task) {
    if (task.again()) {
      return Optional.empty();
    }
    return leased == null ? reader.reading() : Optional.of(underLease());
  }

  @Override
  public RefreshStep settle(Settle task) {
    try {
      RefreshStep next = refresh.settled(task, leases.isSettled(grant, shown(task), task));
      if (next.needsUser(Reason.ROTATION_LOST)) {
        reader.report(Kind.ROTATION_LOST);
      }
      return next;
    } catch (ServiceUnavailableException storeGone) {
      failure = failure.or(() -> Optional.of(storeGone));
      return refresh.settleUnknown(task);
    }
  }

  /** {@return the store's answer to the commit} */
  StoreReading committed() {
    StoreReading written = committed;
    if (written == null) {
      throw new IllegalStateException("Nothing is announced before it is stored");
    }
    return written;
  }

  /** {@return the token, unless callers get a failure in its place} */
  Snapshot unlessFailed(Optional<Snapshot> token) {
    return token.filter(s -> failure.isEmpty()).orElseThrow(this::failure);
  }

  /** What callers get if nothing else. */
  OAuthException failure() {
    return failure.orElseThrow(() -> new IllegalStateException("There is no failure to tell"));
  }
}
