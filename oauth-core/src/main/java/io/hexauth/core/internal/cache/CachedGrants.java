// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.core.config.OAuthClientConfig;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The order in which grants leave memory, for all registrations together: bounded in number and in
 * bytes. A queue with a second chance ("clock"): a look-up only marks its grant, without a lock,
 * and a mark spares the grant once. Each eviction looks at a bounded number of grants.
 */
public final class CachedGrants {

  /** Grants that one eviction looks at; the second half of them is not spared by a mark. */
  private static final int LOOKS = 64;

  private final int mostGrants;
  private final long mostBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<GrantCell> order = new ArrayDeque<>();
  private long bytes;

  /** Bounded as configured. */
  @Inject
  CachedGrants(OAuthClientConfig config) {
    this(config.cachedGrants(), config.cachedBytes());
  }

  /** Bounded in number and in bytes. */
  public CachedGrants(int mostGrants, long mostBytes) {
    this.mostGrants = mostGrants;
    this.mostBytes = mostBytes;
  }

  /** Takes a grant that can be looked up from now on; others make room for it first. */
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

  /** Weighs a grant again after what it holds has changed; nothing if it has left. */
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
   * Grants that may not leave now can make it more than the bounds; the next ones make up for it.
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
