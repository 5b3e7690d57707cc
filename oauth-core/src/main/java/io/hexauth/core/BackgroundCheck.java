// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Check that runs on a separate thread while Guice creates the injector, because it takes time.
 * {@link #get} waits for the result and throws the failure of the check, so that a failure still
 * prevents the creation of the injector.
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
              var thread = new Thread(task, "hexauth-start");
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
