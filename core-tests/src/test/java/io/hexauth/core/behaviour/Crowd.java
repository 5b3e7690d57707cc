// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Threads that start together. Each wait has a limit. */
final class Crowd {

  private static final int PATIENCE_SECONDS = 30;

  private Crowd() {}

  /** {@return the results of all threads} Fails with the first failure. */
  static <T> List<T> all(int size, Callable<T> call) {
    return all(size, i -> call);
  }

  static <T> List<T> all(int size, IntFunction<Callable<T>> calls) {
    var results = new ArrayList<T>();
    for (CompletableFuture<T> each : start(size, calls)) {
      results.add(get(each));
    }
    return results;
  }

  static <T> List<CompletableFuture<T>> start(int size, IntFunction<Callable<T>> calls) {
    var gate = new CountDownLatch(1);
    var ready = new CountDownLatch(size);
    var results = new ArrayList<CompletableFuture<T>>();
    for (int i = 0; i < size; i++) {
      var result = new CompletableFuture<T>();
      results.add(result);
      Callable<T> call = calls.apply(i);
      var thread =
          new Thread(
              () -> {
                ready.countDown();
                run(gate, call, result);
              },
              "crowd-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    await(ready);
    gate.countDown();
    return results;
  }

  /** Starts one more thread. */
  static <T> CompletableFuture<T> one(Callable<T> call) {
    return start(1, i -> call).get(0);
  }

  private static <T> void run(CountDownLatch gate, Callable<T> call, CompletableFuture<T> result) {
    try {
      await(gate);
      result.complete(call.call());
    } catch (Throwable t) { // the test gets every failure
      result.completeExceptionally(t);
    }
  }

  /** {@return the result} A failure is thrown unchanged. */
  static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new CompletionException(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("A call hangs", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }

  static void await(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("Not all threads started");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }
}
