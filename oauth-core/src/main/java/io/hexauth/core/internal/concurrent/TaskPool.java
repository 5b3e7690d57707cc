// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads, bounded in number and in what waits. Idle ones end soon: each server has its own, and
 * with thousands of servers the idle threads would be thousands.
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
   * Takes the task, or says that it did not.
   *
   * @throws NoThreadException if there is no thread for it: an {@code Error} would pass by those
   *     who have to let go of what the task was to end
   * @throws RejectedExecutionException if too much waits, or the pool is closed
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

  /** {@return whether a task was refused for want of a thread, and not of room} */
  public static boolean isForWantOfAThread(RejectedExecutionException refusal) {
    return refusal instanceof NoThreadException;
  }

  /** The machine, or a limit of the container, gives no thread at this moment. */
  static final class NoThreadException extends RejectedExecutionException {

    private static final long serialVersionUID = 1L;

    NoThreadException(Error cause) {
      super("No thread can be started", cause);
    }
  }
}
