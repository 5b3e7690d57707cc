// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import static io.hexauth.ports.spi.FaultPoints.FaultPoint.AFTER_LEASE;
import static io.hexauth.ports.spi.FaultPoints.FaultPoint.BEFORE_COMMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hexauth.domain.lifecycle.GrantKey;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockingFaultPointsTest {

  private static final GrantKey KEY = new GrantKey("0".repeat(64));

  private final BlockingFaultPoints points = new BlockingFaultPoints();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    points.close();
    threads.shutdownNow();
  }

  @Test
  void threadsShouldNotStopUnasked() {
    points.reached(AFTER_LEASE, KEY);
  }

  @Test
  void oneThreadShouldStopUntilItIsReleased() throws Exception {
    StopPoint stop = points.stopAt(BEFORE_COMMIT);
    assertThat(stop.isReached()).isFalse();
    Future<?> stopped = threads.submit(() -> points.reached(BEFORE_COMMIT, KEY));

    assertThat(stop.await()).isEqualTo(KEY);
    points.reached(BEFORE_COMMIT, KEY);
    points.reached(AFTER_LEASE, KEY);
    assertThat(stopped.isDone()).isFalse();
    stop.release();
    stopped.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aStoppedThreadShouldThrowWhatItIsTold() {
    StopPoint stop = points.stopAt(BEFORE_COMMIT);
    Future<?> stopped = threads.submit(() -> points.reached(BEFORE_COMMIT, KEY));
    stop.await();
    stop.fail(new OutOfMemoryError("as if"));

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> stopped.get(20, TimeUnit.SECONDS))
        .withCauseInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void aThreadShouldThrowWithoutStoppingIfThatWasSaidBefore() {
    points.stopAt(AFTER_LEASE).fail(new IllegalStateException("as if"));

    assertThatIllegalStateException().isThrownBy(() -> points.reached(AFTER_LEASE, KEY));
    points.reached(AFTER_LEASE, KEY);
  }

  @Test
  void closeShouldReleaseEverybody() throws Exception {
    StopPoint stop = points.stopAt(BEFORE_COMMIT);
    points.stopAt(AFTER_LEASE);
    Future<?> stopped = threads.submit(() -> points.reached(BEFORE_COMMIT, KEY));
    stop.await();

    points.close();
    stopped.get(20, TimeUnit.SECONDS);
    points.reached(AFTER_LEASE, KEY);
  }
}
