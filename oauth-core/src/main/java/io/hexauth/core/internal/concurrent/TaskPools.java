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
 * Bulkheads for each authorization server, which is a token endpoint: realms of one host are
 * servers apart. One more is for listeners, and one for callbacks. {@link #close()} drains.
 */
public final class TaskPools implements AutoCloseable {

  private final OAuthClientConfig config;
  private final OAuthClock clock;
  private final ThreadFactory threads;
  private final ThreadPoolExecutor listeners;

  /** Of all servers, for a server that is no longer used may have some. */
  private final Queue<Runnable> stranded = new ConcurrentLinkedQueue<>();

  /** No server that hangs may keep the users of another one from coming back. */
  private final Tasks callbacks;

  private final Tasks registrations;

  /** Guards the two below: each server is made open and then closed, or made closed. */
  private final ReentrantLock known = new ReentrantLock();

  private final WeakValues<Endpoint, ServerTasks> servers = new WeakValues<>();
  private boolean closed;

  /** Pools with threads of the platform. */
  @Inject
  TaskPools(OAuthClientConfig config, OAuthClock clock) {
    this(config, clock, Thread::new);
  }

  /** Its threads come from somewhere else; they are named, and made daemons, here. */
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

  /** Returns the pool in which listeners run, with one thread. */
  public ThreadPoolExecutor listeners() {
    return listeners;
  }

  /** Returns what asks the application's database for registrations. */
  public Tasks registrations() {
    return registrations;
  }

  /** Returns what finds out which registration a callback is for. */
  public Tasks callbacks() {
    return callbacks;
  }

  /**
   * The threads that talk to the server of this token endpoint, or of this issuer: the same ones
   * for all who use them at the same time. After {@link #close()}, those of a server that was not
   * in use take nothing.
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
   * Takes nothing new, waits for what is under way: requests, then the revocations that follow from
   * them and the providers that were given up, then what they announce.
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
                all.stream().flatMap(s -> Stream.of(s.grants().pool(), s.visitors().pool()))));
    all.forEach(server -> server.revocations().close());
    all.forEach(server -> server.discovery().close());
    all.forEach(server -> server.providers().shutdown());
    interrupted |=
        drain(
            all.stream()
                .flatMap(
                    s -> Stream.of(s.revocations().pool(), s.discovery().pool(), s.providers())));
    listeners.shutdown();
    interrupted |= drain(Stream.of(listeners));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** However many there are, they share the time. */
  private boolean drain(Stream<ExecutorService> pools) {
    long end = clock.nanoTime() + config.drainTimeout().toNanos();
    boolean interrupted = false;
    for (ExecutorService pool : pools.toList()) {
      try {
        if (!pool.awaitTermination(Math.max(0, end - clock.nanoTime()), TimeUnit.NANOSECONDS)) {
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
