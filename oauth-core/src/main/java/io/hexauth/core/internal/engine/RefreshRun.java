// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.core.internal.engine.Obtained.Failed;
import io.hexauth.core.internal.engine.Obtained.Got;
import io.hexauth.core.internal.engine.Obtained.RefreshTokenOnly;
import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Stored;
import io.hexauth.domain.lifecycle.Want;
import io.hexauth.domain.refresh.Refresh;
import io.hexauth.domain.refresh.RefreshStep;
import io.hexauth.domain.refresh.RefreshStep.Commit;
import io.hexauth.domain.refresh.RefreshStep.Look;
import io.hexauth.domain.refresh.RefreshStep.NeedUser;
import io.hexauth.domain.refresh.RefreshStep.Present;
import io.hexauth.domain.refresh.RefreshStep.Settle;
import io.hexauth.domain.refresh.RefreshStep.TakeLease;
import io.hexauth.domain.refresh.RefreshStep.Task;
import io.hexauth.domain.refresh.RefreshStep.WriteBack;
import io.hexauth.domain.refresh.Settlement;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import io.hexauth.ports.spi.Incident.Kind;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the steps of one refresh and remembers what it needs between two of them. It knows
 * how each is done; which comes next, and why, is {@link Refresh}'s to say. For one thread.
 */
final class RefreshRun {

  private final RefreshParts parts;
  private final Refresh refresh;
  private final TokenCell cell;
  private final GrantCell grant;
  private final Observer observer;
  private final Presentation presentation;

  private @Nullable LedgerAnswer committed;
  private String attempt = "";
  private Beginning leaseAsked = Beginning.NEVER;
  private @Nullable StoreMoment leased;
  private Beginning firstPresented = Beginning.NEVER;
  private @Nullable Minted minted;
  private Optional<OAuthException> failure = Optional.empty();

  RefreshRun(RefreshParts parts, TokenCell cell, Want want) {
    this.parts = parts;
    this.refresh = parts.refresh();
    this.cell = cell;
    this.grant = cell.grant();
    this.observer = new Observer(parts, cell, want);
    this.presentation = new Presentation(parts, cell);
  }

  TokenCell cell() {
    return cell;
  }

  Observer observer() {
    return observer;
  }

  /**
   * Does what the step says.
   *
   * @return what comes next
   * @throws OAuthException if the store does not answer a look, or cannot be read
   */
  RefreshStep carryOut(Task task) {
    if (task instanceof Look) {
      return refresh.seen(observer.look());
    }
    if (task instanceof WriteBack writeBack) {
      return refresh.writtenBack(writtenBack(writeBack));
    }
    if (task instanceof TakeLease lease) {
      return leased(lease);
    }
    if (task instanceof Present present) {
      return presented(present);
    }
    if (task instanceof Commit commit) {
      return committed(commit);
    }
    if (task instanceof Settle settle) {
      return settled(settle);
    }
    parts.chance().pause(); // Rest
    return new Look();
  }

  /** As {@link Look}, for whoever only wants to know. */
  RefreshStep glance() {
    return refresh.glanced(observer.look());
  }

  private boolean writtenBack(WriteBack task) {
    Optional<Known> remembered = grant.known();
    if (remembered.isEmpty()) {
      return false; // Forgotten meanwhile: there is nothing to give back.
    }
    Known known = remembered.get();
    StoreMoment now = known.moment().at(parts.clock().nanoTime());
    boolean written =
        parts
            .ledger()
            .put(grant, known.version(), task.replaced(), known.document(), now.store())
            .done();
    if (written) {
      grant.unstored(false);
      parts.report(grant, Kind.STORE_REPAIRED);
    }
    return written;
  }

  private RefreshStep leased(TakeLease task) {
    if (!task.again()) {
      attempt = parts.chance().id();
      leaseAsked = Beginning.of(parts.clock());
    }
    Optional<GrantId> createdAs =
        task.expected().isPresent()
            ? Optional.empty()
            : Optional.of(parts.chance().grantId(parts.clock().instant()));
    parts.faults().reached(FaultPoint.BEFORE_LEASE, grant.key());
    LedgerAnswer taken;
    try {
      taken = parts.ledger().lease(grant, task.expected(), createdAs, attempt);
    } catch (ServiceUnavailableException storeGone) {
      failure = Optional.of(storeGone);
      return refresh.leaseUnknown(task);
    }
    // Counted from the first time the lease was asked for, whichever answer this is.
    leased = new StoreMoment(taken.moment().store(), leaseAsked.nanoTime());
    parts.faults().reached(FaultPoint.AFTER_LEASE, grant.key());
    return taken.done()
        ? refresh.leaseTaken(taken.record().orElseThrow())
        : refresh.leaseRefused(observer.of(taken));
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

  private RefreshStep presented(Present task) {
    Stored current;
    try {
      current = parts.ledger().open(grant, task.leased());
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
      firstPresented = Beginning.of(parts.clock());
    }
    var permit = new Permit(current.record().generation(), this::mayStillPresent);
    Obtained obtained = presentation.obtain(current, moment(), permit);
    parts.faults().reached(FaultPoint.AFTER_ANSWER, grant.key());
    if (obtained instanceof Failed failed) {
      failed(failed, task.leased().version());
    } else {
      grant.succeeded();
      mint(current, obtained);
    }
    return refresh.presented(
        task,
        obtained.outcome(),
        spent(),
        firstPresented.until(parts.clock()),
        backOff(task.leased()));
  }

  private Duration backOff(GrantRecord record) {
    int failures = Math.max(record.attempt() - 1, grant.failures() - 1);
    return Settlement.backOff(failures, parts.chance().fraction());
  }

  private void failed(Failed failed, GrantRecord.Version presented) {
    grant.failed();
    failure = Optional.of(failed.failure());
    cell.failed(failed, presented, parts.clock().nanoTime());
    if (failed.outcome().endsGrant()) {
      grantRefused(presented);
    }
  }

  /** In every view of this process, those that the grant does not remember included. */
  private void grantRefused(GrantRecord.Version version) {
    long now = parts.clock().nanoTime();
    grant.grantRefused(version, now);
    cell.grantRefused(version, now);
  }

  /** What the server said when it refused the grant in this run; empty if it did not. */
  Optional<OAuthError> refusal() {
    return failure
        .filter(ReauthorizationRequiredException.class::isInstance)
        .flatMap(e -> ((ReauthorizationRequiredException) e).error());
  }

  private StoreMoment moment() {
    StoreMoment known = leased;
    if (known == null) {
      throw new IllegalStateException("Nothing is presented without a lease");
    }
    return known;
  }

  private void mint(Stored current, Obtained obtained) {
    Minted next = presentation.minted(current, obtained, moment());
    minted = next;
    grant.unstored(true);
    failure = failureOf(obtained);
    failure.ifPresent(f -> cell.refused(f, next.version(), parts.clock().nanoTime()));
    // Whoever looks from now on knows that the store is behind.
    grant.remember(
        new Known(next.version(), next.document(), moment().at(parts.clock().nanoTime())));
  }

  /** What callers get although something has to be stored. */
  private static Optional<OAuthException> failureOf(Obtained obtained) {
    return obtained instanceof RefreshTokenOnly only
        ? Optional.of(only.failure())
        : ((Got) obtained).failure();
  }

  private Minted minted() {
    Minted known = minted;
    if (known == null) {
      throw new IllegalStateException("Nothing is stored before it is minted");
    }
    return known;
  }

  private RefreshStep committed(Commit task) {
    Minted next = minted();
    parts.faults().reached(FaultPoint.BEFORE_COMMIT, grant.key());
    grant.storing(next.version());
    try {
      LedgerAnswer written =
          parts.ledger().commit(grant, task.presented(), next.document(), moment().store());
      parts.faults().reached(FaultPoint.AFTER_COMMIT, grant.key());
      committed = written;
      grant.unstored(written.record().filter(r -> isNoOlder(r, next)).isEmpty());
      if (!written.done()) {
        grant.notStoring(next.version());
      }
      return refresh.committed(task, written.done(), written.record());
    } catch (ServiceUnavailableException storeGone) {
      grant.notStoring(next.version());
      return refresh.commitUnknown(task);
    }
  }

  /** Whether the store needs nothing of this node: it has it, or something newer, or its end. */
  private static boolean isNoOlder(GrantRecord record, Minted minted) {
    return record.state() == GrantState.TOMBSTONE
        || !minted.version().isNewerThan(record.version());
  }

  private RefreshStep settled(Settle task) {
    try {
      RefreshStep next =
          refresh.settled(task, parts.ledger().settle(grant, task.observed(), task.settlement()));
      if (next instanceof NeedUser needUser && needUser.reason() == Reason.ROTATION_LOST) {
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
    Minted next = minted();
    LedgerAnswer written = committed;
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
