// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Polling for servers that cannot report when they are ready. */
final class Waiting {

  private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);
  private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(20);

  private Waiting() {}

  /**
   * Checks the condition repeatedly until it is true.
   *
   * @param what the condition, for the message
   * @throws IllegalStateException if the condition is not true within one minute
   */
  static void until(String what, BooleanSupplier isSo) {
    long start = System.nanoTime();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() - start > LONGEST) {
        throw new IllegalStateException("This did not happen within one minute: " + what);
      }
      LockSupport.parkNanos(BETWEEN);
    }
  }
}
