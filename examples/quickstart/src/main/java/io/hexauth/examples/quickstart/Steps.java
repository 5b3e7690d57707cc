// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Runs steps, prints one line for each, and counts failures. Not safe for use by multiple threads.
 */
final class Steps {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final PrintStream out;
  private String system = "";
  private int done;
  private int failed;

  Steps(PrintStream out) {
    this.out = out;
  }

  /** Runs the steps of one system. A failed step ends this system only. */
  void of(String name, Runnable steps) {
    system = name;
    try {
      steps.run();
    } catch (StepFailed alreadyPrinted) {
      out.printf("%-10s ....  the remaining steps of this system are skipped%n", system);
    }
  }

  /**
   * Runs a step that succeeds if the action returns. The result is printed; tokens redact
   * themselves.
   */
  <T> T step(String what, Supplier<T> action) {
    done++;
    try {
      T result = action.get();
      out.printf("%-10s ok    %s%n", system, what + detail(result));
      return result;
    } catch (RuntimeException e) {
      failed++;
      out.printf("%-10s FAIL  %s: %s%n", system, what, e);
      throw new StepFailed();
    }
  }

  /** Runs a step that succeeds if the condition is true. */
  void check(String what, BooleanSupplier holds) {
    step(
        what,
        () -> {
          if (!holds.getAsBoolean()) {
            throw new IllegalStateException("the condition is false");
          }
          return "";
        });
  }

  /** Runs a step that succeeds if the action fails with this exception. */
  <E extends RuntimeException> E refused(String what, Class<E> how, Runnable action) {
    return step(
        what,
        () -> {
          try {
            action.run();
          } catch (RuntimeException e) {
            if (how.isInstance(e)) {
              return how.cast(e);
            }
            throw e;
          }
          throw new IllegalStateException("no exception was thrown");
        });
  }

  /** Runs a step that succeeds when the condition becomes true. */
  void await(String what, BooleanSupplier holds) {
    step(
        what,
        () -> {
          Instant end = Instant.now().plus(PATIENCE);
          while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
              throw new IllegalStateException(
                  "the condition did not become true within " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
          }
          return "";
        });
  }

  /**
   * Prints the summary.
   *
   * @return the number of failed steps
   */
  int summary(int systems) {
    out.printf("%d systems, %d steps, %d failed%n", systems, done, failed);
    return failed;
  }

  private static String detail(Object result) {
    String text =
        result instanceof RuntimeException e
            ? e.getClass().getSimpleName() + ": " + e.getMessage()
            : result.toString();
    return text.isEmpty() ? "" : " -> " + text;
  }

  /** Ends a system after a failed step, which was already printed. */
  private static final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
