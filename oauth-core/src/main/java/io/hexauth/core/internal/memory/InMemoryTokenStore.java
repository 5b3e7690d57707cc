// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TombstoneRequest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records in a map: gone with the process, shared by nobody. Each step is one {@code compute} of
 * one key. Its clock starts with the wall clock and runs with the monotonic one. That one may stand
 * still while the machine sleeps, so the clock follows the wall clock where that gains on it: a
 * wall clock that is set forward ends tokens early, one that is set back prolongs no lease.
 */
public final class InMemoryTokenStore implements TokenStore {

  /** By so much two clocks that are both right may differ. */
  private static final long TOLERANCE = TimeUnit.SECONDS.toNanos(1);

  private static final int WRITES_BETWEEN_SWEEPS = 1024;

  /** What never got a token is forgotten: names that somebody made up must not fill the memory. */
  private static final Duration UNUSED_KEPT = Duration.ofHours(1);

  private final OAuthClock clock;
  private final Instant started;
  private final long startedNanos;

  /** By how much the wall clock has gained on the monotonic one, in nanoseconds. */
  private final AtomicLong slept = new AtomicLong();

  private final ConcurrentMap<GrantKey, Row> rows = new ConcurrentHashMap<>();
  private final AtomicInteger writes = new AtomicInteger();

  @Inject
  InMemoryTokenStore(OAuthClock clock) {
    this.clock = clock;
    this.started = clock.instant();
    this.startedNanos = clock.nanoTime();
  }

  /** A store that starts with one record, for the model that explores what can follow from it. */
  InMemoryTokenStore(OAuthClock clock, GrantRecord first) {
    this(clock);
    rows.put(first.key(), new Row(first, null));
  }

  private static Instant holdEnd(LeaseRequest request, Instant now) {
    return now.plus(request.duration()).plus(request.hold());
  }

  Instant now() {
    long counted = clock.nanoTime() - startedNanos;
    long onTheWall =
        TimeUnit.MILLISECONDS.toNanos(clock.currentTimeMillis() - started.toEpochMilli());
    long gained = onTheWall - counted;
    return started.plusNanos(
        counted + slept.updateAndGet(known -> gained - known > TOLERANCE ? gained : known));
  }

  /**
   * @param purgeAt when the row is of no use any more, if ever
   */
  record Row(GrantRecord record, @Nullable Instant purgeAt) {
    /** A lease that runs keeps its record: what was asked for under it must find a place. */
    boolean isOver(Instant now) {
      return purgeAt != null
          && !now.isBefore(purgeAt)
          && record.lease().filter(lease -> now.isBefore(lease.until())).isEmpty();
    }

    Row with(GrantRecord changed) {
      return new Row(changed, purgeAt);
    }

    /** At least: nobody may forget an unknown outcome before its hold is over. */
    Row keptUntil(Instant least) {
      return purgeAt == null || purgeAt.isAfter(least) ? this : new Row(record, least);
    }
  }

  /** One step on one row: the row to keep, or {@code null} to leave everything as it is. */
  @FunctionalInterface
  private interface Step {
    @Nullable Row apply(@Nullable Row row, Instant now);
  }

  @Override
  public StoreAnswer find(GrantKey key) {
    Instant now = now();
    Row row = rows.get(key);
    Optional<GrantRecord> record =
        row == null || row.isOver(now) ? Optional.empty() : Optional.of(row.record());
    return new StoreAnswer(record.isPresent(), record, now);
  }

  @Override
  public StoreAnswer lease(LeaseRequest request) {
    return step(
        request.key(),
        (row, now) -> {
          if (row == null) {
            return request
                .createdAs()
                .map(
                    id ->
                        new Row(Records.created(request, id, now), now.plus(UNUSED_KEPT))
                            .keptUntil(holdEnd(request, now)))
                .orElse(null);
          }
          GrantRecord current = row.record();
          if (Records.isHeldBy(current, request)) {
            return row;
          }
          boolean expected = request.expected().filter(current.version()::equals).isPresent();
          return expected && current.isLeasable(now, request.hold())
              ? row.with(Records.leased(current, request, now)).keptUntil(holdEnd(request, now))
              : null;
        });
  }

  @Override
  public StoreAnswer commit(CommitRequest request) {
    return step(
        request.key(),
        (row, now) -> {
          if (row == null || row.record().state() == GrantState.TOMBSTONE) {
            return null;
          }
          GrantRecord current = row.record();
          if (Records.isCommitOf(current, request)) {
            return row;
          }
          return current.version().equals(request.expected())
              ? new Row(
                  Records.committed(current, request, now),
                  request.retention().map(now::plus).orElse(null))
              : null;
        });
  }

  @Override
  public StoreAnswer settle(SettleRequest request) {
    return step(
        request.key(),
        (row, now) -> {
          if (row == null || !Records.isUnder(row.record(), request)) {
            return null;
          }
          GrantRecord current = row.record();
          if (current.state() == GrantState.INTENT) {
            return row.with(Records.settled(current, request, now));
          }
          return current.state() == request.state() ? row : null;
        });
  }

  @Override
  public StoreAnswer put(PutRequest request) {
    return step(
        request.key(),
        (row, now) -> {
          if (row != null && Records.isPutOf(row.record(), request)) {
            return row;
          }
          Optional<GrantRecord.Version> version =
              Optional.ofNullable(row).map(present -> present.record().version());
          return version.equals(request.replaced())
                  && (row == null || !Records.isEnded(row.record(), request))
              ? new Row(Records.put(request, now), request.retention().map(now::plus).orElse(null))
              : null;
        });
  }

  @Override
  public StoreAnswer tombstone(TombstoneRequest request) {
    StoreAnswer answer =
        step(
            request.key(),
            (row, now) ->
                row != null
                        && row.record().version().equals(request.expected())
                        && row.record().state() != GrantState.TOMBSTONE
                    ? new Row(Records.tombstone(row.record(), now), now.plus(request.retention()))
                    : null);
    boolean isTombstone =
        answer
            .record()
            .filter(
                r -> r.version().equals(request.expected()) && r.state() == GrantState.TOMBSTONE)
            .isPresent();
    return new StoreAnswer(isTombstone, answer.record(), answer.storeNow());
  }

  /** {@return what is there at this instant} */
  Stream<GrantRecord> live(Instant now) {
    return rows.values().stream().filter(row -> !row.isOver(now)).map(Row::record);
  }

  /** {@return whether the row was there, and is now what the change made of it} */
  boolean change(GrantKey key, Function<GrantRecord, Optional<GrantRecord>> change) {
    return step(
            key,
            (row, now) ->
                row == null ? null : change.apply(row.record()).map(row::with).orElse(null))
        .done();
  }

  /** {@return how many rows were removed that are of no use any more} */
  int purge(int limit) {
    Instant now = now();
    int removed = 0;
    var all = rows.entrySet().iterator();
    while (removed < limit && all.hasNext()) {
      var entry = all.next();
      if (entry.getValue().isOver(now) && rows.remove(entry.getKey(), entry.getValue())) {
        removed++;
      }
    }
    return removed;
  }

  private StoreAnswer step(GrantKey key, Step step) {
    Instant now = now();
    boolean[] done = new boolean[1];
    Row after =
        rows.compute(
            key,
            (k, row) -> {
              Row live = row == null || row.isOver(now) ? null : row;
              Row next = step.apply(live, now);
              done[0] = next != null;
              return next == null ? live : next;
            });
    if (writes.incrementAndGet() % WRITES_BETWEEN_SWEEPS == 0) {
      rows.values().removeIf(row -> row.isOver(now));
    }
    return new StoreAnswer(done[0], Optional.ofNullable(after).map(Row::record), now);
  }
}
