// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bulkhead for each authorization server, another for the application's providers of its tokens,
 * and one for listeners. {@link #close()} drains.
 */
public final class TaskPools implements AutoCloseable {

  private final OAuthClientConfig config;
  private final OAuthClock clock;
  private final ThreadFactory threads;
  private final ThreadPoolExecutor listeners;
  private final ConcurrentMap<String, ThreadPoolExecutor> servers = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, ThreadPoolExecutor> providers = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Tasks> tasks = new ConcurrentHashMap<>();

  @Inject
  TaskPools(OAuthClientConfig config, OAuthClock clock) {
    this(config, clock, Thread::new);
  }

  /** Its threads come from somewhere else; they are named, and made daemons, here. */
  TaskPools(OAuthClientConfig config, OAuthClock clock, ThreadFactory threads) {
    this.config = config;
    this.clock = clock;
    this.threads = threads;
    this.listeners = pool("hexauth-listeners-", config.concurrentRequests());
  }

  private ThreadPoolExecutor pool(
      ConcurrentMap<String, ThreadPoolExecutor> pools, String server, String name) {
    return pools.computeIfAbsent(server, s -> pool(name, config.concurrentRequests()));
  }

  private TaskPool pool(String name, int size) {
    var number = new AtomicInteger();
    return new TaskPool(
        size,
        task -> {
          Thread thread = threads.newThread(task);
          thread.setName(name + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Where listeners run. */
  ThreadPoolExecutor listeners() {
    return listeners;
  }

  /** The threads that talk to the server of this endpoint. */
  Tasks of(Endpoint endpoint) {
    return tasks.computeIfAbsent(
        endpoint.uri().getAuthority(),
        server ->
            new Tasks(
                config,
                pool(servers, server, "hexauth-" + server + "-"),
                pool(providers, server, "hexauth-providers-" + server + "-")));
  }

  /** Takes nothing new, waits for what is under way, first requests, then what they announce. */
  @Override
  public void close() {
    tasks.values().forEach(Tasks::close);
    boolean interrupted = drain(servers.values());
    providers.values().forEach(ThreadPoolExecutor::shutdown);
    listeners.shutdown();
    interrupted |= drain(providers.values());
    interrupted |= drain(List.of(listeners));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** However many there are, they share the time. */
  private boolean drain(Collection<ThreadPoolExecutor> pools) {
    long end = clock.nanoTime() + config.drainTimeout().toNanos();
    boolean interrupted = false;
    for (ThreadPoolExecutor pool : pools) {
      try {
        if (!pool.awaitTermination(Math.max(0, end - clock.nanoTime()), TimeUnit.NANOSECONDS)) {
          pool.shutdownNow();
        }
      } catch (InterruptedException e) {
        interrupted = true;
        pool.shutdownNow();
      }
    }
    return interrupted;
  }
}
