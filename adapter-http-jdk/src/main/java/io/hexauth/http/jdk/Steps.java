// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** The steps of one request, one after the other: cancelling it cancels the one under way. */
final class Steps {

  private final AtomicReference<State> state = new AtomicReference<>(new State(false, () -> {}));

  private record State(boolean cancelled, Runnable cancelling) {}

  /** {@return the step, which is under way from now on} */
  <T> CompletableFuture<T> step(CompletableFuture<T> step) {
    return step(step, () -> step.cancel(true));
  }

  /**
   * {@return the step, which is under way from now on}
   *
   * @param cancelling ends it early
   */
  <T> CompletableFuture<T> step(CompletableFuture<T> step, Runnable cancelling) {
    if (state.updateAndGet(s -> new State(s.cancelled(), cancelling)).cancelled()) {
      cancelling.run();
    }
    return step;
  }

  /** Cancels what is under way, and whatever comes after it. */
  void cancel() {
    state.updateAndGet(s -> new State(true, s.cancelling())).cancelling().run();
  }

  /** {@return a future whose cancellation, or that of one derived from it, cancels the steps} */
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

    /** As the JDK's own: without interruption, what is under way goes on. */
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
