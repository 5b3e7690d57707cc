// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Thread pool with a limited number of threads and waiting tasks. Idle threads end soon, because
 * each server has separate pools, and with thousands of servers there would be thousands of idle
 * threads.
 */
public final class TaskPool extends ThreadPoolExecutor {

  private static final int IDLE_MILLIS = 100;

  TaskPool(int threads, int waiting, ThreadFactory factory) {
    super(
        threads,
        threads,
        IDLE_MILLIS,
        TimeUnit.MILLISECONDS,
        new LinkedBlockingQueue<>(waiting),
        factory);
    allowCoreThreadTimeOut(true);
  }

  /**
   * Runs a task.
   *
   * @throws NoThreadException if no thread can be started. An {@code Error} would not reach the
   *     code that must release the callers of the task
   * @throws RejectedExecutionException if too many tasks are waiting, or the pool is closed
   */
  @Override
  public void execute(Runnable task) {
    try {
      super.execute(task);
    } catch (Error e) { // "unable to create native thread" is an OutOfMemoryError
      remove(task);
      throw new NoThreadException(e);
    }
  }

  /**
   * {@return true if a task was refused because no thread could be started, and not because the
   * queue is full}
   */
  public static boolean isForWantOfAThread(RejectedExecutionException refusal) {
    return refusal instanceof NoThreadException;
  }

  /**
   * Thrown when the machine, or a limit of the container, allows no further thread at the moment.
   */
  static final class NoThreadException extends RejectedExecutionException {

    private static final long serialVersionUID = 1L;

    NoThreadException(Error cause) {
      super("No thread can be started", cause);
    }
  }
}
