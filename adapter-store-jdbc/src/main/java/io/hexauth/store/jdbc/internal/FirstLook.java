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
 * First check of a table, when a store is created. A problem that an operator must fix makes the
 * creation fail. If the database does not answer, or the pool waits for it, the check logs a
 * warning, and the first call of the store repeats it.
 */
final class FirstLook {

  private static final Logger LOG = LoggerFactory.getLogger(FirstLook.class);

  private FirstLook() {}

  /**
   * Checks a table and its columns.
   *
   * @param patience the time that the start waits for the check; the check continues afterwards
   * @throws ServiceUnavailableException if the table cannot be used, and a retry does not help
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
