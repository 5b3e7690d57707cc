// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Store of pending authorizations in a map, with at most {@value #MOST} entries. Above this limit,
 * the oldest entry is removed, so that abandoned authorizations cannot fill the memory.
 */
public final class InMemoryPendingAuthorizationStore
    implements PendingAuthorizationStore, Evicting {

  private static final int MOST = 100_000;

  private final OAuthClock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<GrantKey, Entry> entries = new LinkedHashMap<>();
  private final AtomicLong evicted = new AtomicLong();

  @Inject
  InMemoryPendingAuthorizationStore(OAuthClock clock) {
    this.clock = clock;
  }

  private record Entry(Envelope pending, Instant until) {}

  @Override
  public boolean put(GrantKey key, Envelope pending, Duration lifetime) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(pending, "pending");
    Instant now = clock.instant();
    lock.lock();
    try {
      Entry present = entries.get(key);
      if (present != null && now.isBefore(present.until())) {
        return false;
      }
      entries.remove(key);
      makeRoom(now);
      entries.put(key, new Entry(pending, now.plus(lifetime)));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Removes entries. They are in the order of their creation, so the first ones expire first. */
  private void makeRoom(Instant now) {
    var oldest = entries.values().iterator();
    while (oldest.hasNext()) {
      Entry entry = oldest.next();
      boolean live = now.isBefore(entry.until());
      if (live && entries.size() < MOST) {
        return;
      }
      if (live) {
        evicted.incrementAndGet();
      }
      oldest.remove();
    }
  }

  @Override
  public long evicted() {
    return evicted.get();
  }

  @Override
  public Optional<Envelope> take(GrantKey key) {
    Objects.requireNonNull(key, "key");
    Instant now = clock.instant();
    lock.lock();
    try {
      Entry entry = entries.remove(key);
      return entry == null || !now.isBefore(entry.until())
          ? Optional.empty()
          : Optional.of(entry.pending());
    } finally {
      lock.unlock();
    }
  }
}
