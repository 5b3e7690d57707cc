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
 * The one connection of an injector. Its opening begins when this is made, on a separate thread: it
 * has a bound apart from that of a command, for it includes what a cold process has to load.
 * Lettuce sends the commands of all threads over it.
 *
 * <p>Thread-safe. {@link #close()} closes the connection and never the client, which is not ours.
 */
public final class RedisConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);

  /** For what no caller waits for. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final RedisAccess access;
  private final ThreadFactory threads;
  private final StartUpReport report = new StartUpReport();
  private final AtomicReference<@Nullable Opening> current = new AtomicReference<>();

  /** True once a connection was made or the failure to make one was logged: it is logged once. */
  private final AtomicBoolean reached = new AtomicBoolean();

  private volatile boolean closed;

  /**
   * A connection that is being opened, or was.
   *
   * @param late whether a call has waited for it as long as an opening may take: the next ones wait
   *     as for a command
   */
  private record Opening(CompletableFuture<Opened> result, AtomicBoolean late) {

    Duration patience(StoreSettings settings) {
      return late.get() ? settings.timeout() : settings.connectTimeout();
    }
  }

  /**
   * Begins to open the connection, and does not wait for it. If that fails, a warning says so, and
   * the next call tries again.
   *
   * @throws IllegalStateException if the client is not configured as the stores need it
   */
  public RedisConnection(RedisAccess access) {
    this(access, Thread::new);
  }

  /** Opened by threads from somewhere else. */
  RedisConnection(RedisAccess access, ThreadFactory threads) {
    ClientRules.check(access.options());
    this.access = access;
    this.threads = threads;
    opening();
  }

  /** {@return what the script returns} */
  List<Object> run(StoreSettings settings, Script script, byte[] key, byte[]... arguments) {
    return send(settings, script, key, arguments).await();
  }

  /** Sends a script without waiting for its answer. */
  Sent send(StoreSettings settings, Script script, byte[] key, byte[]... arguments) {
    return new Sent(opened(settings), settings.timeout(), script, new byte[][] {key}, arguments);
  }

  /** A script on its way. */
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

    /** Once more, but only what Redis provably has not carried out. */
    private List<Object> again(ExecutionException first) {
      boolean isUnknown = first.getCause() instanceof RedisNoScriptException;
      if (!isUnknown && !(Failures.isRejected(first) && isElsewhereReached(opened, timeout))) {
        throw failure(first);
      }
      try {
        // Redis forgets scripts, when it starts anew for instance; so it is told in full.
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
        // The master has become a replica; who is the master now is asked when connecting.
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

  /** Waits, and then no longer: a command that was given up is not sent again by Lettuce. */
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
    } catch (Error e) { // above all: no thread can be started; the next call tries again
      next.completeExceptionally(Failures.noThread(e));
    }
  }

  /** Lettuce brings a connection back by itself, unless the client forbids it. */
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
      // After an error, too, the next call must be able to try again.
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

  /** {@return whether there are other nodes, and each has been reached or found to be down} */
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
