// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.TombstoneRequest;
import java.time.Instant;
import java.util.Optional;

/** What each step of the port makes of a record, and how it knows that it was done before. */
final class Steps {

  private Steps() {}

  static StoredGrant created(LeaseRequest request, GrantId id, Instant now) {
    return new StoredGrant(
        new GrantRecord(
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
            now),
        Optional.empty());
  }

  static boolean isHeldBy(GrantRecord record, LeaseRequest request) {
    return record.state() == GrantState.INTENT
        && record.lease().map(Lease::attemptId).equals(Optional.of(request.attemptId()));
  }

  static GrantRecord leased(GrantRecord record, LeaseRequest request, Instant now) {
    return new GrantRecord(
        record.key(),
        record.grantId(),
        record.generation(),
        record.epoch() + 1,
        GrantState.INTENT,
        record.attempt() + 1,
        Optional.of(lease(request, now)),
        Optional.empty(),
        record.errorCode(),
        record.envelope(),
        record.accessExpiresAt(),
        record.createdAt(),
        now);
  }

  private static Lease lease(LeaseRequest request, Instant now) {
    return new Lease(request.owner(), request.attemptId(), now.plus(request.duration()));
  }

  static boolean isCommitOf(GrantRecord record, CommitRequest request) {
    return record.grantId().equals(request.expected().grantId())
        && record.generation() == request.expected().generation() + 1
        && record.envelope().equals(Optional.of(request.envelope()));
  }

  static StoredGrant committed(GrantRecord record, CommitRequest request, Instant now) {
    return new StoredGrant(
        new GrantRecord(
            record.key(),
            record.grantId(),
            record.generation() + 1,
            record.epoch(),
            GrantState.IDLE,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(request.envelope()),
            request.accessExpiresAt(),
            record.createdAt(),
            now),
        request.retention().map(now::plus));
  }

  static GrantRecord settled(GrantRecord record, SettleRequest request, Instant now) {
    boolean stillIntent = request.state() == GrantState.INTENT;
    return new GrantRecord(
        record.key(),
        record.grantId(),
        record.generation(),
        record.epoch(),
        request.state(),
        record.attempt() - 1 + request.presentations(),
        record
            .lease()
            .filter(lease -> stillIntent)
            .map(lease -> new Lease(lease.owner(), lease.attemptId(), now)),
        Optional.of(request.notBefore()).filter(pause -> !pause.isZero()).map(now::plus),
        request.errorCode(),
        record.envelope(),
        record.accessExpiresAt(),
        record.createdAt(),
        now);
  }

  static boolean isPutOf(GrantRecord record, PutRequest request) {
    return record.grantId().equals(request.version().grantId())
        && record.generation() >= request.version().generation();
  }

  static StoredGrant put(PutRequest request, Instant now) {
    return new StoredGrant(
        new GrantRecord(
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
            now),
        request.retention().map(now::plus));
  }

  static StoredGrant tombstone(GrantRecord record, TombstoneRequest request, Instant now) {
    return new StoredGrant(
        new GrantRecord(
            record.key(),
            record.grantId(),
            record.generation(),
            record.epoch(),
            GrantState.TOMBSTONE,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            record.createdAt(),
            now),
        Optional.of(now.plus(request.retention())));
  }
}
