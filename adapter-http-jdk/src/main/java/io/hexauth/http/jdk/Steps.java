// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Consecutive steps of one asynchronous request. Cancelling the request cancels the current step.
 */
final class Steps {

  private final AtomicReference<State> state = new AtomicReference<>(new State(false, () -> {}));

  private record State(boolean cancelled, Runnable cancelling) {}

  /** {@return the given step, which becomes the current step} */
  <T> CompletableFuture<T> step(CompletableFuture<T> step) {
    return step(step, () -> step.cancel(true));
  }

  /**
   * {@return the given step, which becomes the current step}
   *
   * @param cancelling the action that ends the step early
   */
  <T> CompletableFuture<T> step(CompletableFuture<T> step, Runnable cancelling) {
    if (state.updateAndGet(s -> new State(s.cancelled(), cancelling)).cancelled()) {
      cancelling.run();
    }
    return step;
  }

  /** Cancels the current step and all later steps. */
  void cancel() {
    state.updateAndGet(s -> new State(true, s.cancelling())).cancelling().run();
  }

  /** {@return a future that cancels the steps if it, or a future derived from it, is cancelled} */
  <T> CompletableFuture<T> future() {
    return new Cancelling<>(this);
  }

  private static final class Cancelling<T> extends CompletableFuture<T> {

    private final Steps steps;

    Cancelling(Steps steps) {
      this.steps = steps;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new Cancelling<>(steps);
    }

    /**
     * Cancels like the JDK's own future: without interruption, the exchange under way continues.
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      if (cancelled && mayInterruptIfRunning) {
        steps.cancel();
      }
      return cancelled;
    }
  }
}
