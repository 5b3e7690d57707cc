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
 * Records in a map: gone with the process, shared with no other node. Its clock starts with the
 * wall clock and runs with the monotonic one. That one may stand still while the machine sleeps, so
 * the clock follows the wall clock where that gains on it: a wall clock that is set forward ends
 * tokens early, one that is set back prolongs no lease.
 */
public final class InMemoryTokenStore implements TokenStore {

  /** By so much two clocks that are both right may differ. */
  private static final long TOLERANCE = TimeUnit.SECONDS.toNanos(1);

  private static final int WRITES_BETWEEN_SWEEPS = 1024;

  private final OAuthClock clock;
  private final Instant started;
  private final long startedNanos;

  /** By how much the wall clock has gained on the monotonic one, in nanoseconds. */
  private final AtomicLong slept = new AtomicLong();

  /** In the order of keys: each page of a listing goes on where the one before has stopped. */
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
    // In this order: a pause between the two readings is no sleep of the machine.
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

  /** {@return what is of use at this instant, behind a key, in the order of keys} */
  Stream<Map.Entry<GrantKey, StoredGrant>> live(Instant now, Optional<GrantKey> after) {
    return after.map(key -> grants.tailMap(key, false)).orElse(grants).entrySet().stream()
        .filter(entry -> !isOver(entry.getValue(), now));
  }

  private static boolean isOver(StoredGrant grant, Instant now) {
    return grant.retainUntil().filter(end -> !now.isBefore(end)).isPresent();
  }

  /** {@return how many records were removed that are of no use any more} */
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
