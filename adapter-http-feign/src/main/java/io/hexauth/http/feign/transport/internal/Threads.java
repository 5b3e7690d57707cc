// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads of the transport: one closes connections after their deadline, and a few look up names.
 * All are daemons and end when they are idle, so nothing must be closed.
 */
final class Threads {

  private static final int MOST_LOOKUPS = 16;
  private static final int IDLE_SECONDS = 10;

  private final ScheduledThreadPoolExecutor watchdog;
  private final ThreadPoolExecutor lookups;

  Threads() {
    this(Thread::new);
  }

  /** Creates the threads with another factory, and makes them named daemons. */
  Threads(ThreadFactory threads) {
    watchdog = new ScheduledThreadPoolExecutor(1, named(threads, "hexauth-deadlines"));
    lookups =
        new ThreadPoolExecutor(
            MOST_LOOKUPS,
            MOST_LOOKUPS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named(threads, "hexauth-lookups"));
    watchdog.setRemoveOnCancelPolicy(true);
    watchdog.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    watchdog.allowCoreThreadTimeOut(true);
    lookups.allowCoreThreadTimeOut(true);
  }

  ScheduledExecutorService watchdog() {
    return watchdog;
  }

  Executor lookups() {
    return lookups;
  }

  private static ThreadFactory named(ThreadFactory threads, String name) {
    return task -> {
      Thread thread = threads.newThread(task);
      thread.setName(name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
