// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.testkit.clock.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each step of the reference store makes of a record. */
record Rows(VirtualClock clock, Defect defect) {

  GrantRecord created(LeaseRequest request) {
    return row(
        request.key(),
        new GrantRecord.Version(request.createdAs().orElseGet(StoreFixture::newGrantId), 0),
        1,
        GrantState.INTENT,
        1,
        Optional.of(lease(request)),
        Optional.empty());
  }

  boolean isLeased(GrantRecord record) {
    return record.lease().filter(l -> clock.instant().isBefore(l.until())).isPresent();
  }

  boolean isLeasable(GrantRecord r, Duration hold) {
    if (is(Defect.LEASE_OVER_A_LEASE) && r.state() == GrantState.INTENT) {
      return true;
    }
    GrantRecord seen = r;
    Duration shown = is(Defect.LEASE_IGNORES_HOLD) ? Duration.ZERO : hold;
    if (is(Defect.LEASE_HOLD_ENDS_EARLY)) {
      shown = hold.minusMillis(1);
    }
    if (is(Defect.LEASE_IGNORES_PAUSE)) {
      seen = with(r, r.state(), r.lease(), Optional.empty());
    }
    if (is(Defect.LEASE_PAUSE_ENDS_LATE)) {
      seen = with(r, r.state(), r.lease(), r.notBefore().map(i -> i.plusMillis(1)));
    }
    if (is(Defect.LEASE_OVER_DEAD) && r.state() == GrantState.DEAD) {
      seen = with(r, GrantState.IDLE, r.lease(), r.notBefore());
    }
    return seen.isLeasable(clock.instant(), shown);
  }

  GrantRecord leased(GrantRecord r, LeaseRequest request) {
    return new GrantRecord(
        r.key(),
        r.grantId(),
        r.generation(),
        is(Defect.LEASE_KEEPS_EPOCH) ? r.epoch() : r.epoch() + 1,
        GrantState.INTENT,
        r.attempt() + 1,
        Optional.of(lease(request)),
        r.notBefore(),
        r.errorCode(),
        r.envelope(),
        r.accessExpiresAt(),
        r.createdAt(),
        clock.instant());
  }

  GrantRecord committed(GrantRecord r, CommitRequest request) {
    boolean keeps = is(Defect.COMMIT_KEEPS_PAUSE);
    return new GrantRecord(
        r.key(),
        r.grantId(),
        r.generation() + 1,
        r.epoch(),
        GrantState.IDLE,
        is(Defect.COMMIT_KEEPS_ATTEMPTS) ? r.attempt() : 0,
        Optional.empty(),
        keeps ? r.notBefore() : Optional.empty(),
        keeps ? r.errorCode() : Optional.empty(),
        Optional.of(document(request.envelope())),
        is(Defect.COMMIT_KEEPS_EXPIRY)
            ? request.accessExpiresAt().or(r::accessExpiresAt)
            : request.accessExpiresAt(),
        r.createdAt(),
        clock.instant());
  }

  GrantRecord settled(GrantRecord r, SettleRequest request) {
    Instant now = clock.instant();
    Optional<Lease> ended =
        is(Defect.SETTLE_INTENT_KEEPS_LEASE)
            ? r.lease()
            : r.lease().map(l -> new Lease(l.owner(), l.attemptId(), now));
    int counted = is(Defect.SETTLE_KEEPS_ATTEMPT) ? 1 : request.presentations();
    if (is(Defect.SETTLE_COUNTS_ONE)) {
      counted = Math.min(1, counted);
    }
    boolean paused = !request.notBefore().isZero() && !is(Defect.SETTLE_WITHOUT_PAUSE);
    boolean drops = is(Defect.SETTLE_AS_DEAD_DROPS_DOCUMENT) && request.state() == GrantState.DEAD;
    return new GrantRecord(
        r.key(),
        r.grantId(),
        r.generation(),
        r.epoch(),
        request.state(),
        r.attempt() - 1 + counted,
        request.state() == GrantState.INTENT ? ended : Optional.empty(),
        paused ? Optional.of(now.plus(request.notBefore())) : Optional.empty(),
        is(Defect.SETTLE_KEEPS_AN_OLD_CODE)
            ? request.errorCode().or(r::errorCode)
            : request.errorCode(),
        drops ? Optional.empty() : r.envelope(),
        r.accessExpiresAt(),
        r.createdAt(),
        now);
  }

  GrantRecord put(PutRequest request, Optional<GrantRecord> replaced) {
    GrantRecord row =
        row(
            request.key(),
            request.version(),
            0,
            GrantState.IDLE,
            0,
            Optional.empty(),
            Optional.of(document(request.envelope())));
    return new GrantRecord(
        row.key(),
        row.grantId(),
        row.generation(),
        0,
        row.state(),
        0,
        row.lease(),
        is(Defect.PUT_KEEPS_PAUSE) ? replaced.flatMap(GrantRecord::notBefore) : row.notBefore(),
        row.errorCode(),
        row.envelope(),
        is(Defect.EXPIRY_IS_LOST) ? Optional.empty() : request.accessExpiresAt(),
        row.createdAt(),
        row.updatedAt());
  }

  GrantRecord tombstone(GrantRecord r) {
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
        is(Defect.TOMBSTONE_KEEPS_DOCUMENT) ? r.envelope() : Optional.empty(),
        Optional.empty(),
        r.createdAt(),
        clock.instant());
  }

  String documents(Stream<GrantRecord> records) {
    return records
        .flatMap(r -> r.envelope().stream())
        .map(e -> new String(e.bytes(), StandardCharsets.UTF_8))
        .collect(Collectors.joining());
  }

  private Envelope document(Envelope envelope) {
    byte[] bytes = envelope.bytes();
    if (is(Defect.DOCUMENT_AS_TEXT)) {
      bytes = new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }
    if (is(Defect.DOCUMENT_CUT_AT_4_KIB)) {
      bytes = Arrays.copyOf(bytes, Math.min(bytes.length, 4096));
    }
    int format = is(Defect.FORMAT_IS_LOST) ? 1 : envelope.format();
    return new Envelope(format, envelope.keyId(), bytes);
  }

  private Lease lease(LeaseRequest request) {
    return new Lease(
        request.owner(), request.attemptId(), clock.instant().plus(request.duration()));
  }

  private GrantRecord row(
      GrantKey key,
      GrantRecord.Version version,
      long epoch,
      GrantState state,
      int attempt,
      Optional<Lease> lease,
      Optional<Envelope> envelope) {
    GrantId id = version.grantId();
    Instant now = clock.instant();
    return new GrantRecord(
        key,
        id,
        version.generation(),
        epoch,
        state,
        attempt,
        lease,
        Optional.empty(),
        Optional.empty(),
        envelope,
        Optional.empty(),
        now,
        now);
  }

  private static GrantRecord with(
      GrantRecord r, GrantState state, Optional<Lease> lease, Optional<Instant> notBefore) {
    return new GrantRecord(
        r.key(),
        r.grantId(),
        r.generation(),
        r.epoch(),
        state,
        r.attempt(),
        lease,
        notBefore,
        r.errorCode(),
        r.envelope(),
        r.accessExpiresAt(),
        r.createdAt(),
        r.updatedAt());
  }

  private boolean is(Defect other) {
    return defect == other;
  }
}
