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
 * Daemon threads of Hexauth for one kind of work with one authorization server. Requests run on
 * them, so that a caller who gives up, is interrupted or cancelled never interrupts a request. A
 * server that does not answer delays only its own callers. The numbers of threads and of waiting
 * tasks are limited.
 */
public final class Tasks {

  private static final long AGAIN = TimeUnit.SECONDS.toNanos(1);

  private final OAuthClientConfig config;
  private final ThreadPoolExecutor requests;
  private final ConcurrentMap<Object, CompletableFuture<?>> flights = new ConcurrentHashMap<>();
  private final Set<Running<?>> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private final Set<Runnable> postponed = ConcurrentHashMap.newKeySet();

  /** Tasks of {@link #postponed} without a timer thread, and those of other servers. */
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

  /** Creates tasks with another timer for postponed tasks. */
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

  /** Runs a task after a delay. The task must not block. */
  @FunctionalInterface
  interface Timer {
    void execute(long nanos, Runnable task);
  }

  /** {@return the pool on which the tasks run} */
  ThreadPoolExecutor pool() {
    return requests;
  }

  /** Runs a task once for all callers with the same key who come while it runs. */
  public <T> CompletableFuture<T> join(
      ClientRegistrationId registration, Object key, Supplier<T> task) {
    var mine = new Running<T>();
    @SuppressWarnings("unchecked") // the same key always has the same type of result
    var running = (CompletableFuture<T>) flights.putIfAbsent(key, mine);
    if (running != null) {
      return running;
    }
    // Removed before completion: a caller who has seen the result must not join this flight again.
    start(registration, task, mine, () -> flights.remove(key, mine), () -> {});
    return mine;
  }

  /** Runs a task for one caller. */
  public <T> CompletableFuture<T> start(ClientRegistrationId registration, Supplier<T> task) {
    return start(registration, task, () -> {});
  }

  /**
   * Runs a task like {@link #start(ClientRegistrationId, Supplier)}.
   *
   * @param ifRefused an action that the calling thread runs if the task cannot start, because too
   *     many tasks are waiting or the pool is closed
   */
  public <T> CompletableFuture<T> start(
      ClientRegistrationId registration, Supplier<T> task, Runnable ifRefused) {
    var future = new Running<T>();
    start(registration, task, future, () -> {}, ifRefused);
    return future;
  }

  /** Runs a task without a waiting caller after a delay, or immediately if closed before. */
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

  /** Postpones a task. The timer needs a thread too, which possibly cannot be started. */
  private void putOff(long nanos, Runnable task) {
    try {
      timer.execute(nanos, () -> executeOrPutOff(task));
    } catch (Error e) { // tried again with the next request, and at closing
      stranded.add(() -> putOff(0, task));
    }
  }

  /** Runs a postponed task. If there is no room or no thread now, it is postponed again. */
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
            } catch (Throwable t) { // callers must not wait forever
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

  /** Task whose caller gets an exception if it never starts. */
  private interface Waiting extends Runnable {
    void refuse(RejectedExecutionException why);
  }

  /** Throws an exception to callers of tasks that never started because the pool was closed. */
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

  /** {@return the exception for callers after the close} */
  public ServiceUnavailableException closed(ClientRegistrationId registration) {
    return unavailable(registration, "it was closed", false);
  }

  /** Waits for a future, at most for the caller timeout. The task continues after that. */
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
   * {@return a future for one caller} It ends like {@link #await}, and its dependent actions do not
   * run on a thread of Hexauth.
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

  /** Returns the exception for one of many callers. Its stack trace is that of the caller. */
  private static RuntimeException forCaller(@Nullable Throwable cause) {
    if (cause instanceof OAuthException failure) {
      return failure.forCaller();
    }
    return cause instanceof IllegalStateException mistake
        ? new IllegalStateException(mistake.getMessage(), mistake)
        : new IllegalStateException("A defect in Hexauth or an adapter; please report it", cause);
  }

  /**
   * Returns the exception for a timeout. It names the service for which the task waits. If the task
   * waits for a thread or for its turn, the exception names the service for which most of the
   * running tasks wait.
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

  /** {@return true if no new task is accepted} */
  public boolean isClosed() {
    return closed;
  }

  /** Stops accepting tasks. Running and postponed tasks continue. */
  void close() {
    closed = true;
    if (!requests.isShutdown()) {
      var left = new ConcurrentLinkedQueue<>(postponed);
      int threads = Math.min(requests.getCorePoolSize(), left.size());
      for (int i = 0; i < threads; i++) {
        try {
          requests.execute(() -> runAll(left));
        } catch (RejectedExecutionException e) {
          // One thread is enough for all. If it cannot be started, the tasks end with the process.
        }
      }
      requests.shutdown();
    }
  }

  /** Runs tasks one after the other, until there are none or the drain timeout has passed. */
  private static void runAll(Queue<Runnable> left) {
    Thread thread = Thread.currentThread();
    for (Runnable next = left.poll(); next != null && !thread.isInterrupted(); next = left.poll()) {
      try {
        next.run();
      } catch (RuntimeException defect) { // the other tasks must still run
        thread.getUncaughtExceptionHandler().uncaughtException(thread, defect);
      }
    }
  }
}
