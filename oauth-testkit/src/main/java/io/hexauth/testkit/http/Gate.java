// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

import java.util.concurrent.CountDownLatch;

/**
 * Gate that holds requests at a server until the test releases them, so that a test controls the
 * order of events.
 *
 * <p>Safe for use by multiple threads. A gate opens by itself after 20 seconds, and when its server
 * closes.
 */
public final class Gate implements AutoCloseable {

  private final Arrivals arrivals = new Arrivals();
  private final CountDownLatch open = new CountDownLatch(1);

  Gate() {}

  /** Waits until the gate is open. Called by the server. */
  void pass() {
    arrivals.add();
    Arrivals.awaitQuietly(open, Arrivals.PATIENCE);
  }

  /** {@return the number of requests that have reached this gate} */
  public int arrivals() {
    return arrivals.count();
  }

  /**
   * Waits until this number of requests has reached this gate since its creation.
   *
   * @throws AssertionError if they have not arrived within 20 seconds
   */
  public void awaitArrivals(int count) {
    arrivals.await(count, "requests at the gate");
  }

  /** Releases all requests, including later ones. A second call has no effect. */
  public void release() {
    open.countDown();
  }

  /** Releases all requests, like {@link #release()}. */
  @Override
  public void close() {
    release();
  }
}
