// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.registration.ClientRegistrationId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Threads of our own for one kind of work with one authorization server, so that a caller who gives
 * up, is interrupted or cancelled never ends a request half-way, and a server that hangs delays
 * only its own callers. Bounded in number and in what waits; daemons.
 */
public final class Tasks {

  private static final long AGAIN = TimeUnit.SECONDS.toNanos(1);

  private final OAuthClientConfig config;
  private final ThreadPoolExecutor requests;
  private final ConcurrentMap<Object, CompletableFuture<?>> flights = new ConcurrentHashMap<>();
  private final Set<Running<?>> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private final Set<Runnable> postponed = ConcurrentHashMap.newKeySet();

  /** Those of {@link #postponed} that no timer has, and those of other servers. */
  private final Queue<Runnable> stranded;

  private final Timer timer;

  Tasks(OAuthClientConfig config, ThreadPoolExecutor requests, Queue<Runnable> stranded) {
    this(
        config,
        requests,
        stranded,
        (nanos, task) ->
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run)
                .execute(task));
  }

  /** Its tasks are put off by another timer. */
  Tasks(
      OAuthClientConfig config,
      ThreadPoolExecutor requests,
      Queue<Runnable> stranded,
      Timer timer) {
    this.config = config;
    this.requests = requests;
    this.stranded = stranded;
    this.timer = timer;
  }

  /** Does something after a while; it must not block. */
  @FunctionalInterface
  interface Timer {
    void execute(long nanos, Runnable task);
  }

  /** {@return the threads on which they run} */
  ThreadPoolExecutor pool() {
    return requests;
  }

  /** Does something once, however many ask for it under the same key while it is under way. */
  public <T> CompletableFuture<T> join(
      ClientRegistrationId registration, Object key, Supplier<T> task) {
    var mine = new Running<T>();
    @SuppressWarnings("unchecked") // a key always stands for the same kind of result
    var running = (CompletableFuture<T>) flights.putIfAbsent(key, mine);
    if (running != null) {
      return running;
    }
    // Gone before it is done: who sees the result must not find the flight any more.
    start(registration, task, mine, () -> flights.remove(key, mine), () -> {});
    return mine;
  }

  /** Does something for one caller. */
  public <T> CompletableFuture<T> start(ClientRegistrationId registration, Supplier<T> task) {
    return start(registration, task, () -> {});
  }

  /**
   * As {@link #start(ClientRegistrationId, Supplier)}.
   *
   * @param ifRefused run by the calling thread if the task never begins, because too much waits or
   *     the pool is closed
   */
  public <T> CompletableFuture<T> start(
      ClientRegistrationId registration, Supplier<T> task, Runnable ifRefused) {
    var future = new Running<T>();
    start(registration, task, future, () -> {}, ifRefused);
    return future;
  }

  /** Runs a task without a waiting caller after a delay; at once if it is closed before. */
  public void later(long nanos, Runnable task) {
    Runnable once =
        new Runnable() {
          @Override
          public void run() {
            if (postponed.remove(this)) {
              task.run();
            }
          }
        };
    postponed.add(once);
    if (isClosed()) {
      once.run();
    } else {
      putOff(nanos, once);
    }
  }

  /** The timer is a thread, too, and it may be the one that cannot be started. */
  private void putOff(long nanos, Runnable task) {
    try {
      timer.execute(nanos, () -> executeOrPutOff(task));
    } catch (Error e) { // to be tried again with the next request, and when it is closed
      stranded.add(() -> putOff(0, task));
    }
  }

  /** A task that was put off must not be lost because there is no room or thread at that moment. */
  private void executeOrPutOff(Runnable task) {
    try {
      requests.execute(task);
    } catch (RejectedExecutionException e) {
      if (!closed) {
        putOff(AGAIN, task);
      }
    }
  }

  private <T> void start(
      ClientRegistrationId registration,
      Supplier<T> task,
      Running<T> future,
      Runnable atEnd,
      Runnable ifRefused) {
    var waiting =
        new Waiting() {
          @Override
          public void run() {
            try {
              underWay.add(future);
              T result = future.run(task);
              underWay.remove(future);
              atEnd.run();
              future.complete(result);
            } catch (Throwable t) { // whatever it is, callers must not wait for ever
              underWay.remove(future);
              atEnd.run();
              future.completeExceptionally(t);
            }
          }

          @Override
          public void refuse(RejectedExecutionException why) {
            atEnd.run();
            ifRefused.run();
            future.completeExceptionally(rejected(registration, why));
          }
        };
    try {
      requests.execute(waiting);
    } catch (RejectedExecutionException e) {
      waiting.refuse(e);
      return;
    }
    Runnable left = stranded.poll();
    if (left != null) {
      left.run();
    }
  }

  /** A task whose caller is told if it never begins. */
  private interface Waiting extends Runnable {
    void refuse(RejectedExecutionException why);
  }

  /** Tells the callers of tasks that a pool has given up that they never began. */
  static void refuse(List<Runnable> dropped) {
    for (Runnable task : dropped) {
      if (task instanceof Waiting waiting) {
        waiting.refuse(new RejectedExecutionException("Closed before the task started"));
      }
    }
  }

  private ServiceUnavailableException rejected(
      ClientRegistrationId registration, RejectedExecutionException e) {
    if (isClosed()) {
      return closed(registration);
    }
    return TaskPool.isForWantOfAThread(e)
        ? unavailable(registration, "no thread can be started", true)
        : unavailable(registration, "too many tasks wait", true);
  }

  /** {@return the failure of callers who come after the end} */
  public ServiceUnavailableException closed(ClientRegistrationId registration) {
    return unavailable(registration, "it was closed", false);
  }

  /** Waits, but not longer than callers may; what is waited for goes on. */
  public <T> T await(ClientRegistrationId registration, CompletableFuture<T> future) {
    try {
      return future.get(config.callerTimeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw forCaller(e.getCause());
    } catch (TimeoutException e) {
      throw late(registration, future);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(
          registration, "the calling thread was interrupted; the request continues", true);
    }
  }

  /**
   * {@return a future for one caller: it ends as {@link #await} would, and its actions do not run
   * on a thread of ours}
   */
  public <T> CompletableFuture<T> bounded(
      ClientRegistrationId registration, CompletableFuture<T> future) {
    return future
        .copy()
        .orTimeout(config.callerTimeout().toNanos(), TimeUnit.NANOSECONDS)
        .handleAsync(
            (result, failure) -> {
              if (failure == null) {
                return result;
              }
              Throwable cause =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              throw cause instanceof TimeoutException
                  ? late(registration, future)
                  : forCaller(cause);
            });
  }

  /** Many callers may wait for one future: each gets an exception that shows where it called. */
  private static RuntimeException forCaller(@Nullable Throwable cause) {
    if (cause instanceof OAuthException failure) {
      return failure.forCaller();
    }
    return cause instanceof IllegalStateException mistake
        ? new IllegalStateException(mistake.getMessage(), mistake)
        : new IllegalStateException("A defect in Hexauth or an adapter; please report it", cause);
  }

  /**
   * The service that keeps the task waiting is the one to look at; where the task waits behind
   * others, for a thread or for its turn, it is the one that most of those wait for.
   */
  private ServiceUnavailableException late(
      ClientRegistrationId registration, CompletableFuture<?> future) {
    Service own = future instanceof Running<?> running ? running.waitsFor() : Service.CLIENT;
    Service others = own == Service.CLIENT ? mostWaitedFor() : own;
    String problem =
        own == others
            ? "no answer within the caller timeout; the request continues"
            : "the caller timeout ended while earlier requests were waiting for it; the request"
                + " continues";
    return new ServiceUnavailableException(
        registration, others, problem, true, Optional.empty(), null);
  }

  private Service mostWaitedFor() {
    return underWay.stream()
        .map(Running::waitsFor)
        .filter(service -> service != Service.CLIENT)
        .collect(Collectors.groupingBy(service -> service, Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(Service.CLIENT);
  }

  private static ServiceUnavailableException unavailable(
      ClientRegistrationId registration, String problem, boolean retryable) {
    return new ServiceUnavailableException(
        registration, Service.CLIENT, problem, retryable, Optional.empty(), null);
  }

  /** {@return whether nothing new is begun} */
  public boolean isClosed() {
    return closed;
  }

  /** Takes nothing new; what is under way, and what was put off, goes on. */
  void close() {
    closed = true;
    if (!requests.isShutdown()) {
      var left = new ConcurrentLinkedQueue<>(postponed);
      int threads = Math.min(requests.getCorePoolSize(), left.size());
      for (int i = 0; i < threads; i++) {
        try {
          requests.execute(() -> runAll(left));
        } catch (RejectedExecutionException e) {
          // One place is enough for them all; without one they are lost with the process.
        }
      }
      requests.shutdown();
    }
  }

  /** Runs tasks, one after the other, until there are none or the time to drain is over. */
  private static void runAll(Queue<Runnable> left) {
    Thread thread = Thread.currentThread();
    for (Runnable next = left.poll(); next != null && !thread.isInterrupted(); next = left.poll()) {
      try {
        next.run();
      } catch (RuntimeException defect) { // of one, which the others must not pay for
        thread.getUncaughtExceptionHandler().uncaughtException(thread, defect);
      }
    }
  }
}
