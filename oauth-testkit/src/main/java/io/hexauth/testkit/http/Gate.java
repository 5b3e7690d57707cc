// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

import java.util.concurrent.CountDownLatch;

/**
 * Holds requests at a server until the test lets them go, so that what happens meanwhile is not a
 * matter of luck.
 *
 * <p>Safe for use by multiple threads. A gate that is not opened opens by itself after 20 seconds,
 * and when its server closes.
 */
public final class Gate implements AutoCloseable {

  private final Arrivals arrivals = new Arrivals();
  private final CountDownLatch open = new CountDownLatch(1);

  Gate() {}

  /** Called by the server: waits until the gate is open. */
  void pass() {
    arrivals.add();
    Arrivals.awaitQuietly(open, Arrivals.PATIENCE);
  }

  /** {@return how many requests have come to this gate so far} */
  public int arrivals() {
    return arrivals.count();
  }

  /**
   * Waits until this many requests have come to this gate, counted from its creation.
   *
   * @throws AssertionError if they have not after 20 seconds
   */
  public void awaitArrivals(int count) {
    arrivals.await(count, "requests at the gate");
  }

  /** Lets every request go on, those that come later too. Idempotent. */
  public void release() {
    open.countDown();
  }

  /** The same as {@link #release()}. */
  @Override
  public void close() {
    release();
  }
}
