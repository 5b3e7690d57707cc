// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The locks of one grant: a short one for changes, and a long one for requests. They are made when
 * they are needed, for most grants are only read.
 */
abstract class Turns {

  /** Null while no thread has the turn, or waits for it. */
  private volatile @Nullable ReentrantLock turn;

  /** {@return the lock for short changes; reentrant, and shared with other grants} */
  abstract ReentrantLock writing();

  /**
   * Waits for the turn of this thread: requests for different tokens of one grant do not fight for
   * the lease within one process.
   */
  public final void takeTurn() {
    ReentrantLock mine = turn();
    mine.lock();
    while (turn != mine) { // it was the last to wait for one that is thrown away
      mine.unlock();
      mine = turn();
      mine.lock();
    }
  }

  /**
   * {@return whether this thread has taken the turn now; false if it had it already, since what a
   * refresh brings can make its own grant too heavy}
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

  /** Lets the next thread have the turn. */
  public final void endTurn() {
    ReentrantLock mine = turn();
    if (mine.getHoldCount() == 1 && !mine.hasQueuedThreads()) {
      turn = null; // a thread that has it in hand, and does not wait yet, looks again
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
