// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counter that a test can wait for, with a time limit. Safe for use by multiple threads. */
final class Arrivals {

  /**
   * Longest wait, far above the time of anything on loopback. A test that reaches it has failed.
   */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private int count;

  void add() {
    lock.lock();
    try {
      count++;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  void await(int atLeast, String what) {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      while (count < atLeast) {
        if (left <= 0) {
          throw new AssertionError(
              "After " + PATIENCE + ": expected " + atLeast + " " + what + ", received " + count);
        }
        left = more.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for " + what, e);
    } finally {
      lock.unlock();
    }
  }

  static boolean awaitQuietly(CountDownLatch latch, Duration bound) {
    try {
      return latch.await(bound.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
