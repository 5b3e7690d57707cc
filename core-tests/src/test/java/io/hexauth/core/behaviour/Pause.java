// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Action that stops its thread until the test releases it. Each wait has a limit. */
final class Pause implements Runnable, AutoCloseable {

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);

  @Override
  public void run() {
    reached.countDown();
    await(over);
  }

  void awaitReached() {
    await(reached);
  }

  @Override
  public void close() {
    over.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("No thread came");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }
}
