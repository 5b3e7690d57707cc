// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Store of grants in a map. They are lost when the process ends, and other nodes cannot read them.
 * The store's clock starts with the wall clock and continues with the monotonic clock. The
 * monotonic clock may stand still while the machine sleeps, so the store's clock also follows the
 * wall clock if that is ahead. If the wall clock is set forward, tokens expire early. If it is set
 * back, no lease becomes longer.
 */
public final class InMemoryTokenStore implements TokenStore {

  /** Difference between the two clocks up to which both count as correct. */
  private static final long TOLERANCE = TimeUnit.SECONDS.toNanos(1);

  private static final int WRITES_BETWEEN_SWEEPS = 1024;

  private final OAuthClock clock;
  private final Instant started;
  private final long startedNanos;

  /** Time by which the wall clock is ahead of the monotonic clock, in nanoseconds. */
  private final AtomicLong slept = new AtomicLong();

  /**
   * Records in the order of their keys, so that each page of a listing continues after the one
   * before.
   */
  private final ConcurrentNavigableMap<GrantKey, StoredGrant> grants =
      new ConcurrentSkipListMap<>((one, other) -> one.value().compareTo(other.value()));

  private final AtomicInteger writes = new AtomicInteger();

  @Inject
  InMemoryTokenStore(OAuthClock clock) {
    this.clock = clock;
    this.started = clock.instant();
    this.startedNanos = clock.nanoTime();
  }

  Instant now() {
    // In this order: a pause between the two readings must not appear as sleep of the machine.
    long onTheWall =
        TimeUnit.MILLISECONDS.toNanos(clock.currentTimeMillis() - started.toEpochMilli());
    long counted = clock.nanoTime() - startedNanos;
    long gained = onTheWall - counted;
    return started.plusNanos(
        counted + slept.updateAndGet(known -> gained - known > TOLERANCE ? gained : known));
  }

  @Override
  public Reading find(GrantKey key) {
    return new Reading(Optional.ofNullable(grants.get(key)), now());
  }

  @Override
  public boolean replace(
      GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(next, "next");
    Instant now = now();
    boolean late = notAfter.filter(now::isAfter).isPresent();
    boolean[] written = new boolean[1];
    grants.compute(
        key,
        (k, stored) -> {
          written[0] =
              !late && Optional.ofNullable(stored).map(StoredGrant::revision).equals(expected);
          return written[0] ? next : stored;
        });
    if (writes.incrementAndGet() % WRITES_BETWEEN_SWEEPS == 0) {
      purge(Integer.MAX_VALUE);
    }
    return written[0];
  }

  /**
   * {@return the records that have not expired at this instant, after a key, in the order of keys}
   */
  Stream<Map.Entry<GrantKey, StoredGrant>> live(Instant now, Optional<GrantKey> after) {
    return after.map(key -> grants.tailMap(key, false)).orElse(grants).entrySet().stream()
        .filter(entry -> !isOver(entry.getValue(), now));
  }

  private static boolean isOver(StoredGrant grant, Instant now) {
    return grant.retainUntil().filter(end -> !now.isBefore(end)).isPresent();
  }

  /** {@return the number of expired records that were removed} */
  int purge(int limit) {
    Instant now = now();
    int removed = 0;
    var all = grants.entrySet().iterator();
    while (removed < limit && all.hasNext()) {
      var entry = all.next();
      if (isOver(entry.getValue(), now) && grants.remove(entry.getKey(), entry.getValue())) {
        removed++;
      }
    }
    return removed;
  }
}
