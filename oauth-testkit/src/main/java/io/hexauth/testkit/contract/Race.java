// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Runs calls at the same time, each on its own thread, for one minute at most. */
final class Race {

  private Race() {}

  /**
   * {@return the result of each runner}
   *
   * @throws AssertionError if a runner fails, or does not finish within one minute
   */
  static <T> List<T> run(int runners, IntFunction<T> runner) {
    var barrier = new CyclicBarrier(runners);
    List<Callable<T>> calls = new ArrayList<>();
    for (int i = 0; i < runners; i++) {
      int number = i;
      calls.add(
          () -> {
            barrier.await(1, TimeUnit.MINUTES);
            return runner.apply(number);
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(runners, Race::daemon);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> one : threads.invokeAll(calls, 1, TimeUnit.MINUTES)) {
        results.add(one.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError("A runner failed", e.getCause());
    } catch (CancellationException e) {
      throw new AssertionError("A runner did not finish within one minute", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "contract-race");
    thread.setDaemon(true);
    return thread;
  }
}
