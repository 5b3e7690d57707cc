// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes two threads wait for each other between a read and its write, if there are two. */
final class Turns {

  private static final CyclicBarrier MEETING = new CyclicBarrier(2);

  private Turns() {}

  static void giveWay() {
    try {
      MEETING.await(20, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | BrokenBarrierException e) {
      MEETING.reset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
