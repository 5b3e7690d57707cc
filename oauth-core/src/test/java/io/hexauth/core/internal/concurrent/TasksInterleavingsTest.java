// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.refresh.SingleFlight;
import io.hexauth.domain.registration.ClientRegistrationId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Guarantees that {@link SingleFlight} needs: one task at a time for each key, every waiting caller
 * gets its result or failure, and a caller that starts after another has seen the result gets a
 * later one.
 */
@Tag("interleavings")
class TasksInterleavingsTest {

  @Test
  void everyInterleavingShouldKeepThePromise() {
    Interleavings.modelCheck(Operations.class, Specification.class);
  }

  @Test
  void everyRunShouldKeepThePromise() {
    Interleavings.stress(Operations.class, Specification.class);
  }

  /**
   * The real class. The caller that starts a task runs it. A lost wake-up hangs, and is reported.
   */
  @Param(name = "fails", gen = BooleanGen.class)
  public static final class Operations {

    private static final ClientRegistrationId ACME = new ClientRegistrationId("acme");
    private static final String KEY = "one grant";
    private static final int REFUSED = -1;
    private static final OAuthClientConfig CONFIG = OAuthClientConfig.defaults();

    private final CallerRuns executor = new CallerRuns();
    private final Tasks tasks = new Tasks(CONFIG, executor, new ConcurrentLinkedQueue<>());
    private final AtomicInteger flights = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger seen = new AtomicInteger();
    private volatile boolean overlapped;

    @Operation(params = "fails")
    public boolean join(boolean fails) {
      int before = seen.get();
      int got = result(tasks.join(ACME, KEY, () -> flight(fails)));
      if (got == REFUSED) {
        return true;
      }
      seen.accumulateAndGet(got, Math::max);
      return got > before && !overlapped;
    }

    private int flight(boolean fails) {
      int number = flights.incrementAndGet();
      if (running.incrementAndGet() != 1) {
        overlapped = true;
      }
      running.decrementAndGet();
      if (fails) {
        throw new Failed(number);
      }
      return number;
    }

    /** A call that finds too many waiting tasks. */
    @Operation
    public boolean joinInVain() {
      CompletableFuture<Integer> refused;
      executor.full.set(true);
      try {
        refused = tasks.join(ACME, KEY, () -> flight(false));
      } finally {
        executor.full.set(false);
      }
      int got = result(refused);
      return got == REFUSED || got > 0;
    }

    private static int result(CompletableFuture<Integer> future) {
      try {
        return future.join();
      } catch (CompletionException e) {
        return e.getCause() instanceof Failed failed ? failed.number : REFUSED;
      }
    }
  }

  /** The specification. */
  public static final class Specification {

    public boolean join(boolean fails) {
      return true;
    }

    public boolean joinInVain() {
      return true;
    }
  }

  private static final class Failed extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final int number;

    Failed(int number) {
      super(null, null, false, false);
      this.number = number;
    }
  }

  private static final class CallerRuns extends ThreadPoolExecutor {

    private final ThreadLocal<Boolean> full = ThreadLocal.withInitial(() -> false);

    CallerRuns() {
      super(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1));
    }

    @Override
    public void execute(Runnable task) {
      if (full.get()) {
        throw new RejectedExecutionException();
      }
      task.run();
    }
  }
}
