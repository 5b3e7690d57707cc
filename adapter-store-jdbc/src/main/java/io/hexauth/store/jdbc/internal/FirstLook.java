// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.domain.error.ServiceUnavailableException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look at the table when a store is made: a problem that an operator has to fix stops the start.
 * A database that is down, or a pool that waits for it, is a warning, and the first step tries
 * again.
 */
final class FirstLook {

  private static final Logger LOG = LoggerFactory.getLogger(FirstLook.class);

  private FirstLook() {}

  /**
   * Looks for a table and its columns.
   *
   * @param patience how long the start waits for it; the look itself goes on
   * @throws ServiceUnavailableException if a retry does not help
   */
  static void at(Table<?> table, Duration patience) {
    var look = new FutureTask<>(table::prepared);
    Thread looking = new Thread(look, "hexauth-jdbc-look");
    looking.setDaemon(true);
    looking.start();
    try {
      look.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      warn(table, "the database did not answer within " + patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      warn(table, "the thread was interrupted");
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof ServiceUnavailableException failure)) {
        throw new IllegalStateException("A defect in Hexauth; please report it", e.getCause());
      }
      if (!failure.isRetryable()) {
        throw failure;
      }
      warn(table, String.valueOf(failure.getMessage()));
    }
  }

  private static void warn(Table<?> table, String problem) {
    LOG.warn(
        "The table {} could not be checked ({}); the start continues, and the first call checks"
            + " it again",
        table.name(),
        problem);
  }
}
