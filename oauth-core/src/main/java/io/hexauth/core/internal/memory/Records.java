// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.ResealRequest;
import io.hexauth.ports.spi.SettleRequest;
import java.time.Instant;
import java.util.Optional;

/** What each step of the store makes of a record. */
final class Records {

  private Records() {}

  static GrantRecord created(LeaseRequest request, GrantId id, Instant now) {
    return new GrantRecord(
        request.key(),
        id,
        0,
        1,
        GrantState.INTENT,
        1,
        Optional.of(lease(request, now)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        now,
        now);
  }

  static boolean isHeldBy(GrantRecord current, LeaseRequest request) {
    return current.state() == GrantState.INTENT
        && current.lease().filter(l -> l.attemptId().equals(request.attemptId())).isPresent();
  }

  static GrantRecord leased(GrantRecord r, LeaseRequest request, Instant now) {
    return new GrantRecord(
        r.key(),
        r.grantId(),
        r.generation(),
        r.epoch() + 1,
        GrantState.INTENT,
        r.attempt() + 1,
        Optional.of(lease(request, now)),
        Optional.empty(),
        r.errorCode(),
        r.envelope(),
        r.accessExpiresAt(),
        r.createdAt(),
        now);
  }

  private static Lease lease(LeaseRequest request, Instant now) {
    return new Lease(request.owner(), request.attemptId(), now.plus(request.duration()));
  }

  static boolean isCommitOf(GrantRecord current, CommitRequest request) {
    return current.grantId().equals(request.expected().grantId())
        && current.generation() == request.expected().generation() + 1
        && current.envelope().filter(request.envelope()::equals).isPresent();
  }

  static GrantRecord committed(GrantRecord r, CommitRequest request, Instant now) {
    return new GrantRecord(
        r.key(),
        r.grantId(),
        r.generation() + 1,
        r.epoch(),
        GrantState.IDLE,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(request.envelope()),
        request.accessExpiresAt(),
        r.createdAt(),
        now);
  }

  static boolean isUnder(GrantRecord current, SettleRequest request) {
    return current.version().equals(request.expected()) && current.epoch() == request.epoch();
  }

  static GrantRecord settled(GrantRecord r, SettleRequest request, Instant now) {
    Optional<Lease> lease =
        request.state() == GrantState.INTENT
            ? r.lease().map(l -> new Lease(l.owner(), l.attemptId(), now))
            : Optional.empty();
    Optional<Instant> notBefore =
        request.notBefore().isZero()
            ? Optional.empty()
            : Optional.of(now.plus(request.notBefore()));
    return new GrantRecord(
        r.key(),
        r.grantId(),
        r.generation(),
        r.epoch(),
        request.state(),
        r.attempt() - 1 + request.presentations(),
        lease,
        notBefore,
        request.errorCode(),
        r.envelope(),
        r.accessExpiresAt(),
        r.createdAt(),
        now);
  }

  static boolean isPutOf(GrantRecord current, PutRequest request) {
    return current.grantId().equals(request.version().grantId())
        && current.generation() >= request.version().generation();
  }

  /** The grant that is put was revoked: only another one can follow. */
  static boolean isEnded(GrantRecord current, PutRequest request) {
    return current.state() == GrantState.TOMBSTONE
        && current.grantId().equals(request.version().grantId());
  }

  static GrantRecord put(PutRequest request, Instant now) {
    return new GrantRecord(
        request.key(),
        request.version().grantId(),
        request.version().generation(),
        0,
        GrantState.IDLE,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(request.envelope()),
        request.accessExpiresAt(),
        now,
        now);
  }

  static GrantRecord tombstone(GrantRecord r, Instant now) {
    return new GrantRecord(
        r.key(),
        r.grantId(),
        r.generation(),
        r.epoch(),
        GrantState.TOMBSTONE,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        r.createdAt(),
        now);
  }

  static GrantRecord resealed(GrantRecord r, ResealRequest request) {
    return new GrantRecord(
        r.key(),
        r.grantId(),
        r.generation(),
        r.epoch(),
        r.state(),
        r.attempt(),
        r.lease(),
        r.notBefore(),
        r.errorCode(),
        Optional.of(request.envelope()),
        r.accessExpiresAt(),
        r.createdAt(),
        r.updatedAt());
  }
}
