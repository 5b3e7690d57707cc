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
 * The transport's own threads: one that closes what outlives its deadline, and a few for lookups.
 * All are daemons and end when idle, so there is nothing to close.
 */
final class Threads {

  private static final int MOST_LOOKUPS = 16;
  private static final int IDLE_SECONDS = 10;

  private final ScheduledThreadPoolExecutor watchdog;
  private final ThreadPoolExecutor lookups;

  Threads() {
    this(Thread::new);
  }

  /** Threads from somewhere else; they are named, and made daemons, here. */
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
