// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import static io.hexauth.domain.lifecycle.GrantRecord.LONGEST_PAUSE;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * State machine of a stored grant: calculates the next record for each kind of write. The functions
 * are pure and the same for every store. Each transition recognises its own result. So if it is
 * unknown whether a write arrived, the transition can be calculated again.
 */
public final class GrantTransitions {

  /**
   * Retention of a record that never got a token, so that invented principal names cannot fill a
   * store.
   */
  private static final Duration UNUSED_RETENTION = Duration.ofHours(1);

  private GrantTransitions() {}

  /** Result of a transition. */
  public sealed interface Transition {

    /** {@return the write to make; empty if there is none} */
    Optional<Write> write();

    /** {@return true if the record shows that the write was made} */
    boolean isDone();
  }

  /**
   * The record must be replaced.
   *
   * @param next the new record
   * @param sameDocument true if the document does not change
   */
  public record Write(GrantRecord next, boolean sameDocument) implements Transition {
    @Override
    public Optional<Write> write() {
      return Optional.of(this);
    }

    @Override
    public boolean isDone() {
      return false;
    }
  }

  /** The record shows that the write has been made. */
  public record Done() implements Transition {
    @Override
    public Optional<Write> write() {
      return Optional.empty();
    }

    @Override
    public boolean isDone() {
      return true;
    }
  }

  /** The record does not allow the write. */
  public record Refused() implements Transition {
    @Override
    public Optional<Write> write() {
      return Optional.empty();
    }

    @Override
    public boolean isDone() {
      return false;
    }
  }

  private static Transition changed(GrantRecord.Builder next, StoreTime time) {
    return new Write(next.updatedAt(time.latest()).build(), true);
  }

  /**
   * Gives a node the lease. The record must have the expected version and be {@linkplain
   * GrantRecord#isLeasable leasable}, or it must be absent and may be created. Epoch and attempt
   * grow by one. The attempt counts even if the process dies, because its request may have reached
   * the server.
   */
  public static Transition lease(
      Optional<GrantRecord> current, GrantKey key, LeaseTerms terms, StoreTime time) {
    Instant until = time.latest().plus(terms.duration());
    var lease = new Lease(terms.owner(), terms.attemptId(), until);
    Instant holdEnd = until.plus(terms.hold());
    if (current.isEmpty()) {
      return terms
          .createdAs()
          .<Transition>map(
              id -> {
                Instant unused = time.latest().plus(UNUSED_RETENTION);
                return leased(
                    GrantRecord.builder(key, id, time.latest())
                        .retainUntil(Optional.of(later(unused, holdEnd)))
                        .build(),
                    lease,
                    holdEnd,
                    time);
              })
          .orElseGet(Refused::new);
    }
    GrantRecord record = current.get();
    if (record.state() == GrantState.INTENT
        && record.lease().filter(l -> l.attemptId().equals(terms.attemptId())).isPresent()) {
      return new Done();
    }
    boolean expected = terms.expected().filter(record.version()::equals).isPresent();
    return expected && record.isLeasable(time.earliest(), terms.hold())
        ? leased(record, lease, holdEnd, time)
        : new Refused();
  }

  /**
   * Adds a lease to a record. The record is kept until the hold of the lease has ended, because an
   * unknown outcome must not be forgotten before that.
   */
  private static Transition leased(
      GrantRecord record, Lease lease, Instant holdEnd, StoreTime time) {
    return changed(
        record.toBuilder()
            .epoch(record.epoch() + 1)
            .attempt(record.attempt() + 1)
            .state(GrantState.INTENT)
            .lease(Optional.of(lease))
            .notBefore(Optional.empty())
            .retainUntil(record.retainUntil().map(end -> later(end, holdEnd))),
        time);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /**
   * Stores a new generation after the one whose refresh token was sent. It does not matter which
   * node holds the lease, because an issued token must not be lost. Only a tombstone prevents the
   * write.
   */
  public static Transition commit(
      Optional<GrantRecord> current,
      GrantRecord.Version presented,
      SealedCredential credential,
      StoreTime time) {
    if (current.isEmpty() || current.get().state() == GrantState.TOMBSTONE) {
      return new Refused();
    }
    GrantRecord record = current.get();
    var next = new GrantRecord.Version(presented.grantId(), presented.generation() + 1);
    if (record.version().equals(next)
        && record.commitId().filter(credential.commitId()::equals).isPresent()) {
      return new Done();
    }
    return record.version().equals(presented)
        ? stored(record.toBuilder().version(next), credential, time)
        : new Refused();
  }

  private static Transition stored(
      GrantRecord.Builder next, SealedCredential credential, StoreTime time) {
    return new Write(
        next.state(GrantState.IDLE)
            .attempt(0)
            .lease(Optional.empty())
            .notBefore(Optional.empty())
            .errorCode(Optional.empty())
            .envelope(Optional.of(credential.envelope()))
            .commitId(Optional.of(credential.commitId()))
            .accessExpiresAt(credential.accessExpiresAt())
            .retainUntil(credential.retention().map(time.latest()::plus))
            .updatedAt(time.latest())
            .build(),
        false);
  }

  /**
   * Stores a failure. The record must have the version, the epoch and the attempt of the failure,
   * and be in state {@code INTENT}. The attempt distinguishes two leases with the same epoch: if a
   * store lost a lease, another node may have got the same epoch.
   *
   * @param observed the record under the lease of the failed attempt
   */
  public static Transition settle(
      Optional<GrantRecord> current, GrantRecord observed, FailureRecord failure, StoreTime time) {
    if (current.isEmpty()
        || !current.get().version().equals(observed.version())
        || current.get().epoch() != observed.epoch()) {
      return new Refused();
    }
    GrantRecord record = current.get();
    if (record.state() != GrantState.INTENT) {
      return record.state() == failure.state() ? new Done() : new Refused();
    }
    if (!record.lease().map(Lease::attemptId).equals(observed.lease().map(Lease::attemptId))) {
      return new Refused();
    }
    boolean intent = failure.state() == GrantState.INTENT;
    if (intent && isEnded(record, observed, failure)) {
      return new Done();
    }
    return changed(
        record.toBuilder()
            .state(failure.state())
            .attempt(record.attempt() - 1 + failure.presentations())
            .lease(
                record
                    .lease()
                    .filter(lease -> intent)
                    .map(lease -> new Lease(lease.owner(), lease.attemptId(), time.latest())))
            .notBefore(
                Optional.of(failure.notBefore())
                    .filter(pause -> !pause.isZero())
                    .map(pause -> pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause)
                    .map(time.latest()::plus))
            .errorCode(failure.errorCode()),
        time);
  }

  /**
   * Returns true if this failure has already been stored, and the record has stayed in state {@code
   * INTENT}. The end of its lease and the error code show this.
   */
  private static boolean isEnded(GrantRecord record, GrantRecord observed, FailureRecord failure) {
    return !record.lease().equals(observed.lease())
        && record.attempt() == observed.attempt() - 1 + failure.presentations()
        && record.errorCode().equals(failure.errorCode());
  }

  /**
   * Stores a grant without a lease: a new consent, an import, or a grant in memory that the store
   * has lost. It replaces only the given record. A tombstone is replaced only by another grant, and
   * only if the tombstone is not newer than the given record.
   *
   * @param replaced the record whose version must be stored; empty if no record must be stored
   */
  public static Transition put(
      Optional<GrantRecord> current,
      GrantKey key,
      GrantRecord.Version version,
      Optional<GrantRecord> replaced,
      SealedCredential credential,
      StoreTime time) {
    Optional<GrantRecord> same = current.filter(r -> r.grantId().equals(version.grantId()));
    if (same.filter(r -> r.generation() >= version.generation()).isPresent()) {
      return new Done();
    }
    boolean revoked = isRevoked(same) || (isRevoked(current) && !isRevoked(replaced));
    if (revoked || !current.map(GrantRecord::version).equals(replaced.map(GrantRecord::version))) {
      return new Refused();
    }
    return stored(
        GrantRecord.builder(key, version.grantId(), time.latest())
            .version(version)
            .others(current.map(GrantRecord::others).orElseGet(Map::of)),
        credential,
        time);
  }

  private static boolean isRevoked(Optional<GrantRecord> record) {
    return record.filter(r -> r.state() == GrantState.TOMBSTONE).isPresent();
  }

  /**
   * Ends a grant. The record loses document and lease, and keeps grant id and generation. If
   * another generation has been stored in the meantime, the write is refused, because the caller
   * has not seen its tokens and could not revoke them.
   *
   * @param retention the time for which the tombstone is kept; positive
   */
  public static Transition tombstone(
      Optional<GrantRecord> current,
      GrantRecord.Version expected,
      Duration retention,
      StoreTime time) {
    return current
        .filter(record -> record.version().equals(expected))
        .map(record -> ended(record, retention, time))
        .orElseGet(Refused::new);
  }

  private static Transition ended(GrantRecord record, Duration retention, StoreTime time) {
    if (record.state() == GrantState.TOMBSTONE) {
      return new Done();
    }
    return new Write(
        record.toBuilder()
            .state(GrantState.TOMBSTONE)
            .attempt(0)
            .lease(Optional.empty())
            .notBefore(Optional.empty())
            .errorCode(Optional.empty())
            .envelope(Optional.empty())
            .commitId(Optional.empty())
            .accessExpiresAt(Optional.empty())
            .retainUntil(Optional.of(time.latest().plus(retention)))
            .updatedAt(time.latest())
            .build(),
        false);
  }

  /**
   * Replaces the document by the same document under another key. A record with a lease is not
   * changed, so that no refresh is disturbed; the next run finds it again.
   */
  public static Transition reseal(
      Optional<GrantRecord> current,
      GrantRecord.Version expected,
      Envelope replaced,
      Envelope envelope) {
    return current
        .filter(record -> record.version().equals(expected) && record.state() != GrantState.INTENT)
        .map(record -> resealed(record, replaced, envelope))
        .orElseGet(Refused::new);
  }

  private static Transition resealed(GrantRecord record, Envelope replaced, Envelope envelope) {
    if (record.envelope().filter(envelope::equals).isPresent()) {
      return new Done();
    }
    return record.envelope().filter(replaced::equals).isPresent()
        ? new Write(record.toBuilder().envelope(Optional.of(envelope)).build(), false)
        : new Refused();
  }
}
