// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Runs calls at the same time, for one minute at most. */
final class Threads {

  private Threads() {}

  static <T> List<T> run(int threads, IntFunction<T> call) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    var barrier = new CyclicBarrier(threads);
    try {
      List<Callable<T>> calls = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        calls.add(
            () -> {
              barrier.await(1, TimeUnit.MINUTES);
              return call.apply(number);
            });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> running : executor.invokeAll(calls, 1, TimeUnit.MINUTES)) {
        results.add(running.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }
}
