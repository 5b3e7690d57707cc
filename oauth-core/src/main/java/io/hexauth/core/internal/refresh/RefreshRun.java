// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.CachedGrant;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.concurrent.Permit;
import io.hexauth.core.internal.server.Obtained;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.core.internal.time.Stopwatch;
import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.OpenedGrant;
import io.hexauth.domain.lifecycle.TokenRequirement;
import io.hexauth.domain.refresh.FailureRecord;
import io.hexauth.domain.refresh.Refresh;
import io.hexauth.domain.refresh.RefreshStep;
import io.hexauth.domain.refresh.RefreshStep.Commit;
import io.hexauth.domain.refresh.RefreshStep.Look;
import io.hexauth.domain.refresh.RefreshStep.Present;
import io.hexauth.domain.refresh.RefreshStep.Settle;
import io.hexauth.domain.refresh.RefreshStep.TakeLease;
import io.hexauth.domain.refresh.RefreshStep.WriteBack;
import io.hexauth.domain.refresh.RequestKind;
import io.hexauth.domain.refresh.SealedCredential;
import io.hexauth.domain.refresh.TaskCases;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import io.hexauth.ports.spi.Incident.Kind;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the steps of one refresh and remembers what it needs between two of them. It knows
 * how each is done; which comes next, and why, is {@link Refresh}'s to say. For one thread.
 */
final class RefreshRun implements TaskCases<RefreshStep> {

  private final RefreshParts parts;
  private final Refresh refresh;
  private final TokenCell cell;
  private final GrantCell grant;
  private final GrantReader observer;
  private final TokenExchange presentation;

  private @Nullable StoreReading committed;
  private int rests;
  private String attempt = "";
  private Stopwatch leaseAsked = Stopwatch.NEVER;
  private @Nullable StoreReading leased;
  private Stopwatch firstPresented = Stopwatch.NEVER;
  private @Nullable IssuedGrant minted;
  private @Nullable SealedCredential sealed;
  private Optional<OAuthException> failure = Optional.empty();

  RefreshRun(RefreshParts parts, TokenCell cell, TokenRequirement want) {
    this.parts = parts;
    this.refresh = parts.refresh();
    this.cell = cell;
    this.grant = cell.grant();
    this.observer = new GrantReader(parts, cell, want);
    this.presentation = new TokenExchange(parts, cell);
  }

  TokenCell cell() {
    return cell;
  }

  GrantReader observer() {
    return observer;
  }

  /** Throws if the store does not answer, or cannot be read. */
  @Override
  public RefreshStep look() {
    return refresh.seen(observer.look());
  }

  @Override
  public RefreshStep rest() {
    parts.chance().pause(rests++);
    return new Look();
  }

  /** {@return whether this run has obtained a credential that the store does not have yet} */
  boolean isUnstored() {
    return minted != null && grant.isUnstored();
  }

  /** As {@link Look}, for whoever only wants to know. */
  RefreshStep glance() {
    return refresh.glanced(observer.look());
  }

  @Override
  public RefreshStep writeBack(WriteBack task) {
    Optional<StoreReading> known = committed == null ? observer.reading() : Optional.of(committed);
    return refresh.writtenBack(StoreRepair.isWrittenBack(parts, grant, known, task));
  }

  @Override
  public RefreshStep takeLease(TakeLease task) {
    if (!task.again()) {
      refuseIfNothingIsSent(); // Then a lease would be of no use.
      attempt = parts.chance().id();
      leaseAsked = Stopwatch.of(parts.clock());
      leased = null;
    }
    Optional<GrantId> createdAs =
        task.expected().isPresent()
            ? Optional.empty()
            : Optional.of(parts.chance().grantId(parts.clock().instant()));
    parts.faults().reached(FaultPoint.BEFORE_LEASE, grant.key());
    StoreReading taken;
    try {
      Optional<StoreReading> known = task.again() ? Optional.empty() : observer.reading();
      taken =
          observer.readable(
              () -> parts.store().lease(grant, known, task.expected(), createdAs, attempt));
    } catch (ServiceUnavailableException storeGone) {
      failure = Optional.of(storeGone);
      return refresh.leaseUnknown(task);
    }
    leased = taken.done() ? taken : null;
    parts.faults().reached(FaultPoint.AFTER_LEASE, grant.key());
    return taken.done()
        ? refresh.leaseTaken(taken.record().orElseThrow())
        : refresh.leaseRefused(observer.of(taken));
  }

  private void refuseIfNothingIsSent() {
    Optional<OAuthException> refusal = parts.gate().refusal(RequestKind.OWN_GRANT);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  private Duration spent() {
    return leaseAsked.until(parts.clock());
  }

  private boolean mayPresent() {
    return refresh.rules().mayPresent(spent());
  }

  /** The last thing before a request leaves. */
  private boolean mayStillPresent() {
    boolean may = mayPresent();
    parts.faults().reached(FaultPoint.BEFORE_SEND, grant.key());
    return may;
  }

  @Override
  public RefreshStep present(Present task) {
    OpenedGrant current;
    try {
      current = parts.store().open(grant, task.leased());
    } catch (UnreadableRecordException e) {
      parts.report(grant, Kind.RECORD_UNREADABLE);
      failure = Optional.of(e);
      return refresh.unreadable(task);
    } catch (ServiceUnavailableException cipherGone) {
      failure = Optional.of(cipherGone);
      return refresh.unreadable(task);
    }
    if (!mayPresent()) {
      return refresh.tooLate(task);
    }
    if (!task.again()) {
      firstPresented = Stopwatch.of(parts.clock());
    }
    var permit = new Permit(current.record().generation(), this::mayStillPresent);
    Obtained obtained = presentation.obtain(current, moment(), permit);
    parts.faults().reached(FaultPoint.AFTER_ANSWER, grant.key());
    failure = obtained.problem();
    presentation
        .minted(current, obtained, moment())
        .ifPresentOrElse(this::mint, () -> failed(obtained, task.leased().version()));
    return refresh.presented(
        task,
        obtained.outcome(),
        spent(),
        firstPresented.until(parts.clock()),
        backOff(task.leased()));
  }

  private Duration backOff(GrantRecord record) {
    int failures = Math.max(record.attempt() - 1, grant.failures() - 1);
    return FailureRecord.backOff(failures, parts.chance().fraction());
  }

  private void failed(Obtained failed, GrantRecord.Version presented) {
    long now = parts.clock().nanoTime();
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

  private void mint(IssuedGrant next) {
    grant.succeeded();
    minted = next;
    sealed = null;
    grant.unstored(true);
    failure.ifPresent(f -> cell.refused(f, next.version(), parts.clock().nanoTime()));
    // Whoever looks from now on knows that the store is behind.
    grant.remember(
        new CachedGrant(next.version(), next.document(), moment().at(parts.clock().nanoTime())));
  }

  private IssuedGrant minted() {
    IssuedGrant known = minted;
    if (known == null) {
      throw new IllegalStateException("Nothing is stored before it is minted");
    }
    return known;
  }

  @Override
  public RefreshStep commit(Commit task) {
    IssuedGrant next = minted();
    parts.faults().reached(FaultPoint.BEFORE_COMMIT, grant.key());
    grant.storing(next.version());
    try {
      Optional<StoreReading> known = task.again() ? Optional.empty() : Optional.of(underLease());
      StoreReading written = parts.store().commit(grant, known, task.presented(), sealed(next));
      parts.faults().reached(FaultPoint.AFTER_COMMIT, grant.key());
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
      ready = parts.store().seal(grant, next.version(), next.document(), attempt, moment().store());
      sealed = ready;
    }
    return ready;
  }

  private Optional<StoreReading> shown(Settle task) {
    if (task.again()) {
      return Optional.empty();
    }
    return leased == null ? observer.reading() : Optional.of(underLease());
  }

  @Override
  public RefreshStep settle(Settle task) {
    try {
      RefreshStep next =
          refresh.settled(
              task, parts.store().settle(grant, shown(task), task.observed(), task.settlement()));
      if (next.needsUser(Reason.ROTATION_LOST)) {
        parts.report(grant, Kind.ROTATION_LOST);
      }
      return next;
    } catch (ServiceUnavailableException storeGone) {
      failure = failure.or(() -> Optional.of(storeGone));
      return refresh.settleUnknown(task);
    }
  }

  /** What was minted, stored and announced. */
  Snapshot stored() {
    IssuedGrant next = minted();
    StoreReading written = committed;
    if (written == null) {
      throw new IllegalStateException("Nothing is announced before it is stored");
    }
    Optional<Snapshot> snapshot = parts.memory().learnStored(next, written.moment());
    grant.notStoring(next.version());
    return snapshot.filter(s -> failure.isEmpty()).orElseThrow(this::failure);
  }

  /** What was minted, for as long as the store does not answer. */
  Snapshot unstored() {
    return parts
        .memory()
        .learnUnstored(minted())
        .filter(s -> failure.isEmpty())
        .orElseThrow(this::failure);
  }

  /** What was minted while somebody revoked the grant must not live on unseen. */
  void revokeMinted() {
    GrantDocument document = minted().document();
    parts.revocation().quietly(() -> document);
  }

  /** What callers get if nothing else. */
  OAuthException failure() {
    return failure.orElseThrow(() -> new IllegalStateException("There is no failure to tell"));
  }
}
