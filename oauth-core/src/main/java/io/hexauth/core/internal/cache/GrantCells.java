// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.SizeLimits;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Cache entries of one registration. {@link CachedGrants} limits them. A session that keeps an
 * evicted entry can still use it, but learns about changes by other sessions only from the store.
 */
public final class GrantCells {

  private static final int LOCKS = 64;

  private final String namespace;
  private final ClientRegistrationId registration;
  private final AccessRequest usual;
  private final CachedGrants cached;
  private final Views views;
  private final SizeLimits limits;
  private final SharedValues shared = new SharedValues();
  private final ReentrantLock[] writing =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);
  private final ConcurrentMap<Principal, GrantCell> cells = new ConcurrentHashMap<>();

  /**
   * Creates the cache of one registration. It shares its limits with the caches of other
   * registrations.
   */
  public GrantCells(
      String namespace,
      ClientRegistrationId registration,
      AccessRequest usual,
      CachedGrants cached,
      Views views,
      SizeLimits limits) {
    this.namespace = namespace;
    this.registration = registration;
    this.usual = shared.of(usual);
    this.cached = cached;
    this.views = views;
    this.limits = limits;
  }

  /**
   * Returns the cache entry of a grant. If it is in memory, the method takes no lock and allocates
   * nothing.
   */
  public GrantCell cell(Principal principal) {
    GrantCell known = cells.get(principal);
    if (known == null) {
      return add(principal);
    }
    known.mark();
    return known;
  }

  /**
   * Checks the size of a principal, before anything is kept or sent.
   *
   * @throws IllegalArgumentException if the principal is too large
   */
  public void check(Principal principal) {
    limits
        .problemOf(principal)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(
                  "Client registration '" + registration + "': " + problem);
            });
  }

  /**
   * Returns the cache entry of a grant for work without a caller.
   *
   * @throws IllegalArgumentException if the principal is too large
   */
  public GrantVisit visit(Principal principal) {
    GrantCell known = cells.get(principal);
    if (known == null) {
      GrantCell guest = made(principal);
      known = cells.putIfAbsent(principal, guest);
      if (known == null) {
        return new GrantVisit(guest, () -> end(guest));
      }
    }
    return new GrantVisit(known, () -> {});
  }

  private void end(GrantCell guest) {
    if (guest.takeMark() || !isEvicted(guest)) {
      cached.entered(guest);
    }
  }

  private GrantCell made(Principal principal) {
    check(principal);
    return new GrantCell(principal, GrantKey.of(namespace, registration, principal), usual, this);
  }

  private GrantCell add(Principal principal) {
    GrantCell cell = made(principal);
    GrantCell known = cells.putIfAbsent(principal, cell);
    if (known != null) {
      known.mark(); // Otherwise, the end of a visit would evict the entry.
      return known;
    }
    cached.entered(cell);
    return cell;
  }

  /** Measures an entry again after a change of its content. */
  void changed(GrantCell cell) {
    cached.changed(cell);
  }

  Views views() {
    return views;
  }

  SharedValues shared() {
    return shared;
  }

  /**
   * {@return the lock for short changes of a grant} Many grants share one lock, because a separate
   * lock for each would often need more memory than the data that it protects. A thread that holds
   * the lock does not wait for anything else.
   */
  ReentrantLock writing(Principal principal) {
    return writing[Math.floorMod(principal.hashCode(), writing.length)];
  }

  /**
   * Evicts an entry while this thread holds its turn, so that no other thread can obtain a token
   * for the grant at the same time.
   *
   * @return false if the entry is in use by any thread, or has the only copy of a token
   */
  boolean isEvicted(GrantCell cell) {
    if (!cell.tryTurn()) {
      return false;
    }
    try {
      return !cell.isUnstored() && cells.remove(cell.principal(), cell);
    } finally {
      cell.endTurn();
    }
  }
}
