// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RefreshCostTest {

  @Test
  void everyContenderShouldBeMeasured() throws Exception {
    List<RefreshCost> costs = RefreshCost.measured(new RefreshCost.Effort(5, 3, 100));

    assertThat(costs)
        .extracting(RefreshCost::title)
        .containsExactly(
            "Hexauth", "code by hand", "Spring Security with `JdbcOAuth2AuthorizedClientService`");
    assertThat(costs).allMatch(cost -> cost.cpuMicros() > 0 && cost.bytes() > 0);
  }

  @Test
  void costShouldBeTheMedianOfTheSlices() {
    assertThat(
            RefreshCost.median(
                List.of(
                    new RefreshCost("a", 3, 10),
                    new RefreshCost("a", 1, 30),
                    new RefreshCost("a", 2, 20))))
        .isEqualTo(new RefreshCost("a", 2, 20));
  }

  @Test
  void bytesOfEveryThreadShouldBeCounted() throws Exception {
    var meter = new Meter();
    var other = new Worker();
    other.start();
    other.allocated.await();

    assertThat(meter.bytes()).isGreaterThan(other.kept.length);

    other.seen.countDown();
    other.join();
  }

  /** A thread that lives until its allocation was counted. */
  private static final class Worker extends Thread {
    static final int BYTES = 10_000_000;
    final CountDownLatch allocated = new CountDownLatch(1);
    final CountDownLatch seen = new CountDownLatch(1);
    volatile byte[] kept = {};

    @Override
    public void run() {
      kept = new byte[BYTES];
      allocated.countDown();
      try {
        seen.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
