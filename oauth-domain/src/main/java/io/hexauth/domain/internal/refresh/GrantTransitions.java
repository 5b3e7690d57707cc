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
 * The state machine of a stored grant: what each write makes of the record that is there. Pure, and
 * written once for every store. Each transition recognises its own result, so that it can be asked
 * again where it is not known whether the write arrived.
 */
public final class GrantTransitions {

  /** A record that never got a credential is kept so long: made-up names must not fill a store. */
  private static final Duration UNUSED_RETENTION = Duration.ofHours(1);

  private GrantTransitions() {}

  /** Result of a transition. */
  public sealed interface Transition {

    /** {@return what has to be written; empty if nothing has} */
    Optional<Write> write();

    /** {@return whether the record shows that the write was made} */
    boolean isDone();
  }

  /**
   * The record has to be replaced.
   *
   * @param next what takes its place
   * @param sameDocument whether the document stays as it is
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

  /** The record shows that the write was made before. */
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
   * The right to present a generation: the record is at the expected version and {@link
   * GrantRecord#isLeasable}, or it is absent and may be created. Epoch and attempt are one more.
   * The attempt stays counted if the process dies: its presentation may have reached the server.
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

  /** An unknown outcome must not be forgotten before its hold is over. */
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
   * A new generation on the one that was presented, whichever node holds the lease: a good
   * credential is never thrown away. Only a tombstone refuses it.
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
   * A failure, under the version, the epoch and the attempt that it was seen in, while the state is
   * INTENT. The attempt tells two leases of one epoch apart: a store that lost a lease may have
   * given the same epoch to another node.
   *
   * @param observed the record under the lease that the failure belongs to
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

  /** An intent that stays is recognised by the end of its lease, and by what the failure left. */
  private static boolean isEnded(GrantRecord record, GrantRecord observed, FailureRecord failure) {
    return !record.lease().equals(observed.lease())
        && record.attempt() == observed.attempt() - 1 + failure.presentations()
        && record.errorCode().equals(failure.errorCode());
  }

  /**
   * A grant that did not come from a lease: a new consent, an import, or what a node still knows of
   * a grant that the store has lost. It replaces what is named, and nothing else; a tombstone is
   * replaced by another grant only, and not if it came after the record that is named.
   *
   * @param replaced the record whose version must be stored; absent if nothing must be
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
   * The end of a grant: no document and no lease; grant id and generation stay. A generation that
   * was committed meanwhile refuses it, because it has tokens that the caller has not seen and
   * could not revoke.
   *
   * @param retention how long the tombstone is kept; positive
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
   * The same document under another key. A record under a lease is left alone, so that this
   * disturbs no refresh; the next run finds it.
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
