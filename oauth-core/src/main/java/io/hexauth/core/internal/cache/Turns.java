// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Locks of one grant: one for short changes, and one, the turn, for requests. The turn is created
 * on demand, because most grants are only read.
 */
abstract class Turns {

  /** Lock of the turn; null while no thread holds it or waits for it. */
  private volatile @Nullable ReentrantLock turn;

  /** {@return the lock for short changes, which is reentrant and shared with other grants} */
  abstract ReentrantLock writing();

  /**
   * Waits until this thread has the turn. Because of the turn, requests for different tokens of one
   * grant do not compete for the lease within one process.
   */
  public final void takeTurn() {
    ReentrantLock mine = turn();
    mine.lock();
    while (turn != mine) { // this thread was the last one to wait for a lock that has been replaced
      mine.unlock();
      mine = turn();
      mine.lock();
    }
  }

  /**
   * {@return true if this thread has just taken the turn; false if it is taken} The result is also
   * false if this thread already holds it: a refresh can make its own grant so large that it would
   * be evicted.
   */
  final boolean tryTurn() {
    ReentrantLock mine = turn();
    if (mine.isHeldByCurrentThread() || !mine.tryLock()) {
      return false;
    }
    if (turn != mine) {
      mine.unlock();
      return false;
    }
    return true;
  }

  /** Gives the turn to the next thread. */
  public final void endTurn() {
    ReentrantLock mine = turn();
    if (mine.getHoldCount() == 1 && !mine.hasQueuedThreads()) {
      turn = null; // a thread that has read this lock and does not wait for it yet reads it again
    }
    mine.unlock();
  }

  private ReentrantLock turn() {
    ReentrantLock known = turn;
    return known != null ? known : withLock(this::madeTurn);
  }

  private ReentrantLock madeTurn() {
    ReentrantLock known = turn;
    if (known == null) {
      known = new ReentrantLock();
      turn = known;
    }
    return known;
  }

  final void locked(Runnable change) {
    ReentrantLock lock = writing();
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  final <T> T withLock(Supplier<T> change) {
    ReentrantLock lock = writing();
    lock.lock();
    try {
      return change.get();
    } finally {
      lock.unlock();
    }
  }
}
