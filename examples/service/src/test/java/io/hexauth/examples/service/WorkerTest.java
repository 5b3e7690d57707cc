// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkerTest {

  @Test
  void closeShouldWaitForTheCallUnderWayAndLetNoOtherFollow() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    var finished = new AtomicInteger();
    Worker worker =
        Worker.start(
            () -> {
              begun.countDown();
              pass(answer);
              finished.incrementAndGet();
              return "invoices";
            },
            Duration.ZERO,
            new SimpleMeterRegistry());
    begun.await();
    var closing = new Thread(worker::close);
    closing.start();
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING); // waits for the worker

    answer.countDown();
    closing.join();

    assertThat(finished).hasValue(1);
  }

  private static void pass(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
