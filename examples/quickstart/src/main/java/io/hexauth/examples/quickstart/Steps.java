// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Prints one line for each step and counts the failures. Not safe for use by multiple threads. */
final class Steps {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final PrintStream out;
  private String system = "";
  private int done;
  private int failed;

  Steps(PrintStream out) {
    this.out = out;
  }

  /** Runs the steps of one system; a failure ends this system only. */
  void of(String name, Runnable steps) {
    system = name;
    try {
      steps.run();
    } catch (StepFailed alreadyPrinted) {
      out.printf("%-10s ....  the rest of this system is left out%n", system);
    }
  }

  /** A step that succeeds if it answers. What it answers is printed: tokens redact themselves. */
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

  /** A step that succeeds if something holds. */
  void check(String what, BooleanSupplier holds) {
    step(
        what,
        () -> {
          if (!holds.getAsBoolean()) {
            throw new IllegalStateException("it does not hold");
          }
          return "";
        });
  }

  /** A step that succeeds if it is refused in the right way. */
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
          throw new IllegalStateException("it was not refused");
        });
  }

  /** A step that succeeds once something holds, which time brings about. */
  void await(String what, BooleanSupplier holds) {
    step(
        what,
        () -> {
          Instant end = Instant.now().plus(PATIENCE);
          while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
              throw new IllegalStateException(
                  "it did not come about within " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
          }
          return "";
        });
  }

  /**
   * Prints the summary.
   *
   * @return how many steps failed
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

  /** Ends a system after a step that was printed as failed. */
  private static final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
