// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Cut of one connection by a {@link FaultProxy}: the first connection that sends the expected
 * request. Safe for use by multiple threads.
 */
public final class Cut {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String marker;
  private final boolean afterForwarding;
  private final CountDownLatch made = new CountDownLatch(1);

  Cut(String marker, boolean afterForwarding) {
    this.marker = marker;
    this.afterForwarding = afterForwarding;
  }

  /**
   * {@return true if this request contains the marker}
   *
   * @param before the last bytes before it
   */
  boolean isFor(String before, byte[] bytes, int length) {
    return (before + new String(bytes, 0, length, StandardCharsets.ISO_8859_1)).contains(marker);
  }

  /** {@return the number of bytes to keep of each read, to find a marker across two reads} */
  int overlap() {
    return Math.max(0, marker.length() - 1);
  }

  boolean isAfterForwarding() {
    return afterForwarding;
  }

  void done() {
    made.countDown();
  }

  /** {@return true if the connection was cut} */
  public boolean isMade() {
    return made.getCount() == 0;
  }

  /**
   * Waits until the connection was cut.
   *
   * @throws AssertionError if it was not cut within 20 seconds, or if the thread was interrupted
   */
  public void await() {
    try {
      if (!made.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AssertionError("No connection was cut within " + PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for a cut", e);
    }
  }
}
