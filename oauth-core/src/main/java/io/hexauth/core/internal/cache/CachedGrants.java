// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.core.config.OAuthClientConfig;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits on the grants in memory, for all registrations together: their number and their size in
 * bytes. The order of removal is that of a CLOCK (second chance) algorithm. A look-up only marks
 * its grant, without a lock, and a marked grant is spared once. Each eviction examines a limited
 * number of grants.
 */
public final class CachedGrants {

  /**
   * Number of grants that one eviction examines. In the second half of them, a mark does not spare
   * a grant.
   */
  private static final int LOOKS = 64;

  private final int mostGrants;
  private final long mostBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<GrantCell> order = new ArrayDeque<>();
  private long bytes;

  /** Creates the limits of the configuration. */
  @Inject
  CachedGrants(OAuthClientConfig config) {
    this(config.cachedGrants(), config.cachedBytes());
  }

  /**
   * Creates limits.
   *
   * @param mostGrants the maximum number of grants
   * @param mostBytes the maximum number of bytes, as an estimate
   */
  public CachedGrants(int mostGrants, long mostBytes) {
    this.mostGrants = mostGrants;
    this.mostBytes = mostBytes;
  }

  /** Adds a grant that has just come into memory, after evicting others if there is no room. */
  void entered(GrantCell cell) {
    lock.lock();
    try {
      cell.weighed(cell.bytes());
      bytes += cell.weight();
      makeRoom(1);
      order.add(cell);
    } finally {
      lock.unlock();
    }
  }

  /** Measures a grant again after its content has changed. Has no effect for an evicted grant. */
  void changed(GrantCell cell) {
    lock.lock();
    try {
      if (cell.weight() > 0) {
        bytes -= cell.weight();
        cell.weighed(cell.bytes());
        bytes += cell.weight();
        makeRoom(0);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Evicts grants until the limits are met. Grants that cannot be evicted now may exceed the
   * limits; a later call then evicts more.
   */
  private void makeRoom(int newcomers) {
    boolean left = true;
    while (left && (order.size() + newcomers > mostGrants || bytes > mostBytes)) {
      left = isOneEvicted();
    }
  }

  private boolean isOneEvicted() {
    int looks = Math.min(LOOKS, order.size());
    for (int look = 0; look < looks; look++) {
      GrantCell cell = order.remove();
      boolean spared = cell.takeMark() && look < LOOKS / 2;
      if (!spared && cell.leave()) {
        bytes -= cell.weight();
        cell.weighed(0);
        return true;
      }
      order.add(cell);
    }
    return false;
  }
}
