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
 * The grants of one registration that this process remembers; {@link CachedGrants} bounds them. A
 * session that holds an evicted cell goes on with it; it only hears of the others' news through the
 * store.
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

  /** Cells of one registration, which share the room with those of others. */
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

  /** The cell of a grant; without a lock and without allocation if it is in memory. */
  public GrantCell cell(Principal principal) {
    GrantCell known = cells.get(principal);
    if (known == null) {
      return add(principal);
    }
    known.mark();
    return known;
  }

  /**
   * Refuses a principal that is over the limit, before anything is remembered or sent.
   *
   * @throws IllegalArgumentException if it is
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
   * Visits a grant without a caller.
   *
   * @throws IllegalArgumentException if the principal is over the limit
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
      known.mark(); // Else the guest of a visit would leave at its end.
      return known;
    }
    cached.entered(cell);
    return cell;
  }

  /** Called when the content of the cell has changed. */
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
   * {@return the lock for short changes of a grant, one for many grants: a lock for each would take
   * more memory than most of what it guards. Nothing waits for anything else while it is held}
   */
  ReentrantLock writing(Principal principal) {
    return writing[Math.floorMod(principal.hashCode(), writing.length)];
  }

  /**
   * Evicts a cell under its turn: no thread mints in it between the question and the answer.
   *
   * @return false if it is in use, by this thread or another, or has the only copy of a credential
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
