// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A slow check that another thread runs while Guice creates the injector. {@link #get} waits for
 * the result, so a failed check still makes the creation of the injector fail.
 */
final class BackgroundCheck<T> {

  private final CompletableFuture<T> result;

  private BackgroundCheck(CompletableFuture<T> result) {
    this.result = result;
  }

  /** {@return a check that has been started} */
  static <T> BackgroundCheck<T> started(Supplier<T> check) {
    return new BackgroundCheck<>(
        CompletableFuture.supplyAsync(
            check,
            task -> {
              var thread = new Thread(task, "hexauth-start-transport");
              thread.setDaemon(true);
              thread.start();
            }));
  }

  T get() {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IllegalStateException problem) {
        throw problem;
      }
      throw e;
    }
  }
}
