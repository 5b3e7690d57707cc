// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.store.redis.internal.RedisAccess.Opened;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of an injector, over which Lettuce sends the commands of all threads. A
 * separate thread starts to open it when this object is created. Opening has its own time limit,
 * because a new process must load classes first.
 *
 * <p>Thread-safe. {@link #close()} closes the connection. It never closes the client, which belongs
 * to the application.
 */
public final class RedisConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);

  /** Time limit for work that no caller waits for. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final RedisAccess access;
  private final ThreadFactory threads;
  private final StartUpReport report = new StartUpReport();
  private final AtomicReference<@Nullable Opening> current = new AtomicReference<>();

  /**
   * True after the first connection or the first logged failure, so that a failure is logged only
   * once.
   */
  private final AtomicBoolean reached = new AtomicBoolean();

  private volatile boolean closed;

  /**
   * A connection that is being opened, or is open.
   *
   * @param late true if a call has waited for the whole time limit of opening; later calls wait
   *     only as long as for a command
   */
  private record Opening(CompletableFuture<Opened> result, AtomicBoolean late) {

    Duration patience(StoreSettings settings) {
      return late.get() ? settings.timeout() : settings.connectTimeout();
    }
  }

  /**
   * Starts to open the connection, and does not wait. If opening fails, a warning is logged, and
   * the next call tries again.
   *
   * @throws IllegalStateException if the client lacks an option that the stores require
   */
  public RedisConnection(RedisAccess access) {
    this(access, Thread::new);
  }

  /** Creates a connection that is opened by threads of this factory. */
  RedisConnection(RedisAccess access, ThreadFactory threads) {
    ClientRules.check(access.options());
    this.access = access;
    this.threads = threads;
    opening();
  }

  /** {@return the result of the script} */
  List<Object> run(StoreSettings settings, Script script, byte[] key, byte[]... arguments) {
    return send(settings, script, key, arguments).await();
  }

  /** Sends a script without waiting for its answer. */
  Sent send(StoreSettings settings, Script script, byte[] key, byte[]... arguments) {
    return new Sent(opened(settings), settings.timeout(), script, new byte[][] {key}, arguments);
  }

  /** A script that was sent and not yet answered. */
  final class Sent {

    private final Opened opened;
    private final Duration timeout;
    private final Script script;
    private final byte[][] keys;
    private final byte[][] arguments;
    private final Future<List<Object>> answer;

    private Sent(
        Opened opened, Duration timeout, Script script, byte[][] keys, byte[]... arguments) {
      this.opened = opened;
      this.timeout = timeout;
      this.script = script;
      this.keys = keys;
      this.arguments = arguments;
      this.answer =
          attempt(
              () ->
                  opened
                      .commands()
                      .evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments));
    }

    List<Object> await() {
      try {
        return RedisConnection.await(answer, timeout);
      } catch (ExecutionException e) {
        return again(e);
      }
    }

    /** Sends the script again, if Redis has certainly not executed it. */
    private List<Object> again(ExecutionException first) {
      boolean isUnknown = first.getCause() instanceof RedisNoScriptException;
      if (!isUnknown && !(Failures.isRejected(first) && isElsewhereReached(opened, timeout))) {
        throw failure(first);
      }
      try {
        // Redis has forgotten the script, for example because it was restarted, so the whole script
        // is sent.
        return RedisConnection.await(
            attempt(
                () ->
                    opened
                        .commands()
                        .eval(script.source(), ScriptOutputType.MULTI, keys, arguments)),
            timeout);
      } catch (ExecutionException e) {
        throw failure(e);
      }
    }

    private RuntimeException failure(ExecutionException e) {
      if (Failures.isReadOnly(e)) {
        // The master has become a replica. A new connection finds the new master.
        discard(opened);
      }
      return Failures.of(e);
    }
  }

  Opened opened(StoreSettings settings) {
    Opening opening = opening();
    try {
      return await(opening.result().copy(), opening.patience(settings));
    } catch (OAuthException e) {
      if (!Thread.currentThread().isInterrupted()) {
        opening.late().set(true);
      }
      throw e;
    } catch (ExecutionException e) {
      throw Failures.of(e);
    }
  }

  /** Waits for a result with a time limit. Lettuce does not send a cancelled command again. */
  static <T> T await(Future<T> future, Duration timeout) throws ExecutionException {
    try {
      return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw Failures.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted();
    }
  }

  private static <T> T attempt(Supplier<T> sending) {
    try {
      return sending.get();
    } catch (RuntimeException e) {
      throw Failures.of(e);
    }
  }

  private Opening opening() {
    while (true) {
      Opening known = current.get();
      if (closed) {
        throw Failures.closed();
      }
      if (known != null && !isLost(known.result())) {
        return known;
      }
      var next = new Opening(new CompletableFuture<>(), new AtomicBoolean());
      if (current.compareAndSet(known, next)) {
        release(known);
        start(next.result());
        return next;
      }
    }
  }

  private void start(CompletableFuture<Opened> next) {
    try {
      Thread opener = threads.newThread(() -> open(next));
      opener.setName("hexauth-redis-connect");
      opener.setDaemon(true);
      opener.start();
    } catch (Error e) { // most often: no thread can be started; the next call tries again
      next.completeExceptionally(Failures.noThread(e));
    }
  }

  /**
   * {@return true if the connection must be opened again} Lettuce restores a connection itself,
   * unless the client forbids it.
   */
  private boolean isLost(CompletableFuture<Opened> known) {
    return known.isDone()
        && (known.isCompletedExceptionally()
            || (!access.options().isAutoReconnect() && !known.join().connection().isOpen()));
  }

  private void open(CompletableFuture<Opened> next) {
    try {
      Opened opened = connected();
      reached.set(true);
      next.complete(opened);
      if (closed) {
        hangUp(opened);
      } else {
        report.about(opened);
      }
    } catch (RuntimeException e) {
      if (!reached.getAndSet(true)) {
        LOG.warn(
            "No connection to Redis could be opened ({}); the start continues, and the next call"
                + " tries again",
            Failures.of(e).getMessage());
      }
      next.completeExceptionally(e);
    } finally {
      // Completes the opening after an error as well, so that the next call can try again.
      next.completeExceptionally(new IllegalStateException("The connection was not opened"));
    }
  }

  private Opened connected() {
    Opened opened = access.open();
    boolean ready = false;
    try {
      isElsewhereReached(opened, PATIENCE);
      ready = true;
      return opened;
    } finally {
      if (!ready) {
        hangUp(opened);
      }
    }
  }

  /**
   * {@return true if there are other nodes} Waits first, within the time limit, until each node is
   * connected or known to be down.
   */
  private static boolean isElsewhereReached(Opened opened, Duration timeout) {
    CompletableFuture<?>[] nodes =
        opened.elsewhere().get().stream()
            .map(node -> node.toCompletableFuture().handle((reached, down) -> down == null))
            .toArray(CompletableFuture<?>[]::new);
    try {
      await(CompletableFuture.allOf(nodes), timeout);
    } catch (ExecutionException | OAuthException e) {
      LOG.debug("Nodes of the cluster do not answer: {}", e.getMessage());
    }
    return nodes.length > 0;
  }

  private void discard(Opened opened) {
    Opening known = current.get();
    if (known != null
        && known.result().isDone()
        && !known.result().isCompletedExceptionally()
        && known.result().join().equals(opened)
        && current.compareAndSet(known, null)) {
      release(known);
    }
  }

  private static void release(@Nullable Opening known) {
    if (known != null) {
      CompletableFuture<Void> unused = known.result().thenAccept(RedisConnection::hangUp);
    }
  }

  private static void hangUp(Opened opened) {
    CompletableFuture<Void> unused = opened.connection().closeAsync();
  }

  @Override
  public void close() {
    closed = true;
    release(current.getAndSet(null));
  }
}
