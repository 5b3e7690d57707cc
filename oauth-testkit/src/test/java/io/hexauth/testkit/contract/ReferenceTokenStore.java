// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TombstoneRequest;
import io.hexauth.testkit.clock.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** The smallest store that can be right, with one defect at most. */
final class ReferenceTokenStore implements TokenStore {

  record Row(GrantRecord record, Optional<Instant> end) {}

  private final VirtualClock clock;
  private final Defect defect;
  private final Rows make;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Row> rows = new HashMap<>();

  ReferenceTokenStore(VirtualClock clock, Defect defect) {
    this.clock = clock;
    this.defect = defect;
    this.make = new Rows(clock, defect);
  }

  @Override
  public StoreAnswer find(GrantKey key) {
    return locked(key, () -> answer(row(key).isPresent() || is(Defect.FIND_IS_ALWAYS_DONE), key));
  }

  @Override
  public StoreAnswer lease(LeaseRequest request) {
    if (refusesNull(request)) {
      return locked(request.key(), () -> leased(request));
    }
    return nothing();
  }

  private StoreAnswer leased(LeaseRequest request) {
    GrantKey key = request.key();
    if (row(key).isEmpty()) {
      boolean may = request.createdAs().isPresent() && !is(Defect.LEASE_DOES_NOT_CREATE);
      if (may || is(Defect.LEASE_CREATES_UNASKED)) {
        write(key, make.created(request), Optional.empty());
      }
      return answer(may, key);
    }
    Row row = row(key).orElseThrow();
    GrantRecord record = row.record();
    boolean held =
        record.state() == GrantState.INTENT
            && record.lease().filter(l -> l.attemptId().equals(request.attemptId())).isPresent()
            && !(is(Defect.LEASE_FORGETS_CREATION) && request.createdAs().isPresent());
    if (held && !is(Defect.LEASE_REPEATED_COUNTS_TWICE)) {
      return answer(!is(Defect.LEASE_REPEATED_IS_REFUSED), key);
    }
    boolean expected =
        request.expected().filter(record.version()::equals).isPresent()
            || (is(Defect.LEASE_WITHOUT_VERSION) && request.expected().isPresent())
            || (is(Defect.LEASE_CREATES_OVER_A_RECORD) && request.createdAs().isPresent())
            || (is(Defect.LEASE_WITHOUT_GRANT_ID) && isOf(record.generation(), request.expected()));
    expected &= record.generation() > 0 || !is(Defect.LEASE_NOT_OF_GENERATION_ZERO);
    if (!(held || (expected && make.isLeasable(record, request.hold())))) {
      return answer(false, key);
    }
    write(
        key,
        make.leased(record, request),
        is(Defect.LEASE_DROPS_RETENTION)
            ? Optional.empty()
            : row.end().map(end -> atLeastForTheHold(end, request)));
    return answer(true, key);
  }

  private static boolean isOf(long generation, Optional<GrantRecord.Version> version) {
    return version.filter(v -> v.generation() == generation).isPresent();
  }

  private Instant atLeastForTheHold(Instant end, LeaseRequest request) {
    Instant least = clock.instant().plus(request.duration()).plus(request.hold());
    boolean cut = is(Defect.RETENTION_CUTS_HOLDS) || is(Defect.RETENTION_CUTS_LEASES);
    return end.isAfter(least) || cut ? end : least;
  }

  @Override
  public StoreAnswer commit(CommitRequest request) {
    return refusesNull(request) ? locked(request.key(), () -> committed(request)) : nothing();
  }

  private StoreAnswer committed(CommitRequest request) {
    GrantKey key = request.key();
    Optional<GrantRecord> found = row(key).map(Row::record);
    if (found.isEmpty()) {
      return answer(is(Defect.COMMIT_OF_NOTHING), key);
    }
    GrantRecord record = found.get();
    boolean same =
        record.grantId().equals(request.expected().grantId()) || is(Defect.COMMIT_WITHOUT_GRANT_ID);
    boolean written =
        same
            && record.generation() == request.expected().generation() + 1
            && (record.envelope().filter(request.envelope()::equals).isPresent()
                || is(Defect.COMMIT_RECOGNISED_BY_GENERATION_ALONE));
    if (written) {
      return answer(!is(Defect.COMMIT_REPEATED_IS_REFUSED), key);
    }
    boolean may =
        same
            && (record.generation() == request.expected().generation()
                || is(Defect.COMMIT_WITHOUT_GENERATION))
            && (record.state() != GrantState.TOMBSTONE || is(Defect.COMMIT_OVER_TOMBSTONE))
            && (record.state() != GrantState.DEAD || !is(Defect.COMMIT_NOT_OVER_DEAD))
            && (record.state() == GrantState.INTENT || !is(Defect.COMMIT_ONLY_UNDER_A_LEASE));
    if (may) {
      Optional<Instant> before = row(key).flatMap(Row::end);
      Optional<Instant> end = is(Defect.COMMIT_KEEPS_RETENTION) ? before : end(request.retention());
      boolean kept = is(Defect.COMMIT_WITHOUT_RETENTION_KEEPS_IT) && end.isEmpty();
      write(key, make.committed(record, request), kept ? before : end);
    }
    return answer(may, key);
  }

  @Override
  public StoreAnswer settle(SettleRequest request) {
    return refusesNull(request) ? locked(request.key(), () -> settled(request)) : nothing();
  }

  private StoreAnswer settled(SettleRequest request) {
    GrantKey key = request.key();
    Optional<Row> row = row(key);
    if (row.isEmpty()) {
      return answer(is(Defect.SETTLE_OF_NOTHING), key);
    }
    GrantRecord record = row.get().record();
    boolean same =
        (record.grantId().equals(request.expected().grantId())
                || is(Defect.SETTLE_WITHOUT_GRANT_ID))
            && (record.generation() == request.expected().generation()
                || is(Defect.SETTLE_WITHOUT_GENERATION))
            && (record.epoch() == request.epoch()
                || (is(Defect.SETTLE_OF_A_LATER_EPOCH) && record.epoch() < request.epoch())
                || is(Defect.SETTLE_WITHOUT_EPOCH));
    boolean written =
        same
            && record.state() != GrantState.INTENT
            && record.state() == request.state()
            && !is(Defect.SETTLE_REPEATED_COUNTS_TWICE);
    if (written) {
      return answer(true, key);
    }
    boolean may =
        same
            && (record.state() == GrantState.INTENT
                || is(Defect.SETTLE_IN_ANY_STATE)
                || is(Defect.SETTLE_REPEATED_COUNTS_TWICE));
    if (may) {
      write(key, make.settled(record, request), row.get().end());
    }
    return answer(may, key);
  }

  @Override
  public StoreAnswer put(PutRequest request) {
    return refusesNull(request) ? locked(request.key(), () -> placed(request)) : nothing();
  }

  private StoreAnswer placed(PutRequest request) {
    GrantKey key = request.key();
    Optional<GrantRecord> found = row(key).map(Row::record);
    if (found.filter(r -> isPutOf(r, request)).isPresent()) {
      return answer(!is(Defect.PUT_REPEATED_IS_REFUSED), key);
    }
    boolean may =
        found.map(GrantRecord::version).equals(request.replaced())
            || (is(Defect.PUT_OVERWRITES) && request.replaced().isEmpty())
            || (is(Defect.PUT_IN_THE_PLACE_OF_NOTHING) && found.isEmpty())
            || (is(Defect.PUT_OVER_ANOTHER_GRANT)
                && found.filter(r -> isOf(r.generation(), request.replaced())).isPresent())
            || (is(Defect.PUT_OVER_MOVED_GENERATION)
                && found
                    .map(GrantRecord::grantId)
                    .equals(request.replaced().map(GrantRecord.Version::grantId)));
    may &=
        found
            .filter(r -> r.state() == GrantState.TOMBSTONE)
            .filter(r -> r.grantId().equals(request.version().grantId()))
            .isEmpty();
    if (is(Defect.PUT_NOT_OVER_GENERATION_ZERO)) {
      may &= found.filter(r -> r.generation() == 0).isEmpty();
    }
    if (is(Defect.PUT_NOT_OVER_TOMBSTONE)) {
      may &= found.filter(r -> r.state() == GrantState.TOMBSTONE).isEmpty();
    }
    if (may) {
      write(
          key,
          make.put(is(Defect.PUT_FORGETS_GENERATION) ? first(request) : request, found),
          end(request.retention()));
    }
    return answer(may, key);
  }

  private static PutRequest first(PutRequest request) {
    return new PutRequest(
        request.key(),
        new GrantRecord.Version(request.version().grantId(), 1),
        request.replaced(),
        request.envelope(),
        request.accessExpiresAt(),
        request.retention());
  }

  private static boolean isPutOf(GrantRecord record, PutRequest request) {
    return record.grantId().equals(request.version().grantId())
        && record.generation() >= request.version().generation();
  }

  @Override
  public StoreAnswer tombstone(TombstoneRequest request) {
    return refusesNull(request) ? locked(request.key(), () -> buried(request)) : nothing();
  }

  private StoreAnswer buried(TombstoneRequest request) {
    GrantKey key = request.key();
    Optional<GrantRecord> found =
        row(key)
            .map(Row::record)
            .filter(
                r ->
                    r.version().equals(request.expected())
                        || is(Defect.TOMBSTONE_OF_ANY_GRANT)
                        || (is(Defect.TOMBSTONE_OF_ANY_GENERATION)
                            && r.grantId().equals(request.expected().grantId())))
            .filter(r -> r.generation() > 0 || !is(Defect.TOMBSTONE_NOT_OF_GENERATION_ZERO));
    if (found.isEmpty()) {
      return answer(row(key).isEmpty() && is(Defect.TOMBSTONE_OF_NOTHING), key);
    }
    boolean already = found.get().state() == GrantState.TOMBSTONE;
    if (is(Defect.TOMBSTONE_DELETES)) {
      rows.remove(name(key));
    } else if (!already) {
      write(key, make.tombstone(found.get()), end(Optional.of(request.retention())));
    } else if (is(Defect.TOMBSTONE_RENEWS_RETENTION)) {
      write(key, found.get(), end(Optional.of(request.retention())));
    }
    return answer(true, key);
  }

  /** For maintenance: everything that is kept, live or not, and nobody else at it. */
  <T> T alone(Function<Map<String, Row>, T> step) {
    lock.lock();
    try {
      return step.apply(rows);
    } finally {
      lock.unlock();
    }
  }

  boolean isOver(Row row) {
    return row.end().filter(end -> !clock.instant().isBefore(end)).isPresent()
        && !make.isLeased(row.record());
  }

  private StoreAnswer locked(GrantKey key, Supplier<StoreAnswer> step) {
    Objects.requireNonNull(key);
    lock.lock();
    try {
      return step.get();
    } finally {
      lock.unlock();
    }
  }

  /** A store that reads, lets others have a turn, and writes. */
  private void letOthersInBetween(GrantRecord next) {
    boolean lease = is(Defect.LEASE_NOT_ATOMIC) && next.state() == GrantState.INTENT;
    boolean commit = is(Defect.COMMIT_NOT_ATOMIC) && next.generation() == 2;
    if (lease || commit) {
      lock.unlock();
      try {
        Thread.onSpinWait();
        Turns.giveWay();
      } finally {
        lock.lock();
      }
    }
  }

  private Optional<Row> row(GrantKey key) {
    return Optional.ofNullable(rows.get(name(key)))
        .filter(
            row ->
                row.end().filter(end -> !clock.instant().isBefore(end)).isEmpty()
                    || is(Defect.RETENTION_IGNORED)
                    || (make.isLeased(row.record()) && !is(Defect.RETENTION_CUTS_LEASES)));
  }

  private void write(GrantKey key, GrantRecord record, Optional<Instant> end) {
    letOthersInBetween(record);
    rows.put(name(key), new Row(record, end));
  }

  private String name(GrantKey key) {
    return is(Defect.KEYS_CUT_TO_ONE_BYTE) ? "always the same" : key.value();
  }

  private Optional<Instant> end(Optional<Duration> retention) {
    if (is(Defect.RETENTION_UNASKED) && retention.isEmpty()) {
      return Optional.of(clock.instant().plus(Duration.ofDays(1)));
    }
    return is(Defect.RETENTION_IN_NANOSECONDS)
        ? retention.map(time -> clock.instant().plusNanos(time.toNanos()))
        : retention.map(clock.instant()::plus);
  }

  private StoreAnswer answer(boolean done, GrantKey key) {
    return new StoreAnswer(done, row(key).map(Row::record), clock.instant());
  }

  private boolean refusesNull(Object request) {
    if (!is(Defect.ACCEPTS_NULL)) {
      Objects.requireNonNull(request);
    }
    return request != null;
  }

  private StoreAnswer nothing() {
    return new StoreAnswer(false, Optional.empty(), clock.instant());
  }

  private boolean is(Defect other) {
    return defect == other;
  }

  @Override
  public String toString() {
    return is(Defect.SHOWS_DOCUMENTS)
        ? make.documents(rows.values().stream().map(Row::record))
        : "";
  }
}
