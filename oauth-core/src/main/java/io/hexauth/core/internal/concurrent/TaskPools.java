// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Thread pools of each authorization server (bulkheads). A server is identified by its token
 * endpoint, so two realms of one host are separate servers. There are further pools for listeners,
 * for callbacks and for the application's registrations. {@link #close()} waits for running tasks.
 */
public final class TaskPools implements AutoCloseable {

  private final OAuthClientConfig config;
  private final OAuthClock clock;
  private final ThreadFactory threads;
  private final ThreadPoolExecutor listeners;

  /**
   * Tasks without a timer thread, of all servers, because a server that is no longer used may have
   * some.
   */
  private final Queue<Runnable> stranded = new ConcurrentLinkedQueue<>();

  /**
   * Separate threads, so that a server that does not answer cannot block the callbacks of another
   * server's users.
   */
  private final Tasks callbacks;

  private final Tasks registrations;

  /**
   * Guards the next two fields: a server is created open and closed later, or it is created closed.
   */
  private final ReentrantLock known = new ReentrantLock();

  private final WeakValues<Endpoint, ServerTasks> servers = new WeakValues<>();
  private boolean closed;

  /** Creates pools with platform threads. */
  @Inject
  TaskPools(OAuthClientConfig config, OAuthClock clock) {
    this(config, clock, Thread::new);
  }

  /**
   * Creates pools with threads of the given factory. The pools name the threads, and make them
   * daemons.
   */
  public TaskPools(OAuthClientConfig config, OAuthClock clock, ThreadFactory threads) {
    this.config = config;
    this.clock = clock;
    this.threads = threads;
    this.listeners = pool("hexauth-listeners-", 1);
    this.callbacks = tasks("hexauth-callbacks-", config.concurrentAuthorizations());
    this.registrations = tasks("hexauth-registrations-", config.concurrentRequests());
  }

  private TaskPool pool(String name, int size) {
    return new TaskPool(size, config.waitingTasks(), new NamedDaemons(name, threads));
  }

  /** Returns the pool of listeners. */
  public ThreadPoolExecutor listeners() {
    return listeners;
  }

  /** Returns the pool that asks the application's database for registrations. */
  public Tasks registrations() {
    return registrations;
  }

  /** Returns the pool that finds the registration of a callback. */
  public Tasks callbacks() {
    return callbacks;
  }

  /**
   * Returns the pools for the server with this token endpoint or issuer. All concurrent users of a
   * server share them. After {@link #close()}, new pools accept no tasks.
   */
  public ServerTasks of(Endpoint token) {
    known.lock();
    try {
      return servers.get(token, this::made);
    } finally {
      known.unlock();
    }
  }

  private ServerTasks made(Endpoint token) {
    var made = new ServerTasks(token.uri().getAuthority() + "-", config, threads, stranded);
    if (closed) {
      made.close();
    }
    return made;
  }

  private List<ServerTasks> closing() {
    known.lock();
    try {
      closed = true;
      return servers.all();
    } finally {
      known.unlock();
    }
  }

  private Tasks tasks(String name, int size) {
    return new Tasks(config, pool(name, size), stranded);
  }

  /**
   * Stops accepting tasks, and waits for running ones: first for requests, then for the revocations
   * that follow from them and for providers that missed their deadline, then for the delivery of
   * events.
   */
  @Override
  public void close() {
    List<ServerTasks> all = closing();
    all.forEach(server -> server.grants().close());
    all.forEach(server -> server.visitors().close());
    callbacks.close();
    registrations.close();
    boolean interrupted =
        drain(
            Stream.concat(
                Stream.of(callbacks.pool(), registrations.pool()),
                all.stream().flatMap(s -> Stream.of(s.grants().pool(), s.visitors().pool()))),
            false);
    all.forEach(server -> server.revocations().close());
    all.forEach(server -> server.discovery().close());
    all.forEach(server -> server.providers().shutdown());
    interrupted =
        drain(
            all.stream()
                .flatMap(
                    s -> Stream.of(s.revocations().pool(), s.discovery().pool(), s.providers())),
            interrupted);
    listeners.shutdown();
    interrupted = drain(Stream.of(listeners), interrupted);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for the end of these pools. All of them together get one drain timeout; none, if the
   * thread was interrupted.
   *
   * @return true if the thread was interrupted, before or now
   */
  private boolean drain(Stream<ExecutorService> pools, boolean wasInterrupted) {
    long end = clock.nanoTime() + config.drainTimeout().toNanos();
    boolean interrupted = wasInterrupted;
    for (ExecutorService pool : pools.toList()) {
      long left = interrupted ? 0 : Math.max(0, end - clock.nanoTime());
      try {
        if (!pool.awaitTermination(left, TimeUnit.NANOSECONDS)) {
          Tasks.refuse(pool.shutdownNow());
        }
      } catch (InterruptedException e) {
        interrupted = true;
        Tasks.refuse(pool.shutdownNow());
      }
    }
    return interrupted;
  }
}
