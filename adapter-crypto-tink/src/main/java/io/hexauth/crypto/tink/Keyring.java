// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import com.google.crypto.tink.KeysetHandle;
import io.hexauth.ports.spi.OAuthClock;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holder of the current keyset.
 *
 * <p>One background thread at a time reads the keyset from its source again. During this time, the
 * cipher still uses the known keyset, because a token that cannot be sealed is lost.
 *
 * <p>Two kinds of operation wait for such a reload, for a limited time: an operation that needs an
 * unknown key, and an operation after a long time without use, because keys may have been withdrawn
 * since then.
 *
 * <p>Thread-safe.
 */
final class Keyring {

  private static final Logger LOG = LoggerFactory.getLogger(Keyring.class);

  /**
   * Shortest time between two reloads because of unknown keys. Without it, each forged document
   * with an unknown key would cause a request to a KMS.
   */
  private static final Duration BETWEEN_MISSES = Duration.ofSeconds(1);

  /** Longest time that an operation waits for a reload, counted from the start of the reload. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Callable<KeysetHandle> source;
  private final long intervalNanos;
  private final OAuthClock clock;
  private final Executor reloads;
  private final Duration patience;
  private final AtomicReference<@Nullable Reload> underWay = new AtomicReference<>();
  private volatile OpenKeyset current;
  private volatile long askedAt;

  /**
   * Reads the keyset from its source for the first time.
   *
   * @throws IllegalStateException if there is no usable keyset
   */
  Keyring(Callable<KeysetHandle> source, Duration interval, OAuthClock clock) {
    this(source, interval, clock, Keyring::onDaemon, PATIENCE);
  }

  /** Creates a keyring with another executor for reloads, and another limit for waiting. */
  Keyring(
      Callable<KeysetHandle> source,
      Duration interval,
      OAuthClock clock,
      Executor reloads,
      Duration patience) {
    this.source = source;
    this.intervalNanos = interval.toNanos();
    this.clock = clock;
    this.reloads = reloads;
    this.patience = patience;
    this.askedAt = clock.nanoTime();
    try {
      this.current = OpenKeyset.of(source.call());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The thread was interrupted while it loaded the keyset", e);
    } catch (Exception e) { // the source is code of the application and may throw anything
      throw new IllegalStateException("No usable keyset could be loaded", e);
    }
    LOG.info("The keyset is loaded: {}", current.keys());
  }

  private static void onDaemon(Runnable reload) {
    var thread = new Thread(reload, "hexauth-keyset");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * {@return the current keyset} Starts a reload in the background if the reload interval has
   * ended.
   */
  OpenKeyset current() {
    reloadUnlessAskedWithin(intervalNanos);
    Reload reload = underWay.get();
    if (reload != null && reload.isAfterPause()) {
      await(reload);
    }
    return current;
  }

  /**
   * {@return the current keyset} Waits for a reload first if this key is not in the known keyset.
   */
  OpenKeyset currentWith(String keyId) {
    OpenKeyset keyset = current();
    if (keyset.canOpen(keyId)) {
      return keyset;
    }
    // The reload under way may have read the source before the key was added to it.
    await(underWay.get());
    if (!current.canOpen(keyId)) {
      reloadUnlessAskedWithin(BETWEEN_MISSES.toNanos());
      await(underWay.get());
    }
    return current;
  }

  private void reloadUnlessAskedWithin(long nanos) {
    long now = clock.nanoTime();
    long since = now - askedAt;
    if (since < nanos) {
      return;
    }
    var mine = new Reload(new CompletableFuture<>(), now, since >= 2 * intervalNanos);
    Reload earlier = underWay.compareAndExchange(null, mine);
    if (earlier != null) {
      reportIfLate(earlier, now, nanos);
      return;
    }
    if (now - askedAt < nanos) { // another thread has just finished a reload
      end(mine);
      return;
    }
    askedAt = now;
    try {
      reloads.execute(() -> reload(mine));
    } catch (Throwable e) { // most often: no thread can be started
      end(mine);
      LOG.warn("The keyset could not be loaded; the previous keyset is still used", e);
    }
  }

  /** Logs a source that hangs, once for each reload interval. */
  private void reportIfLate(Reload reload, long now, long nanos) {
    if (nanos == intervalNanos && now - reload.since() >= intervalNanos) {
      askedAt = now;
      LOG.warn(
          "The keyset could not be loaded; the previous keyset is still used:"
              + " its source has not answered for {} s",
          TimeUnit.NANOSECONDS.toSeconds(now - reload.since()));
    }
  }

  private void reload(Reload reload) {
    try {
      use(OpenKeyset.of(source.call()));
    } catch (GeneralSecurityException e) {
      LOG.warn("The keyset is not usable; the previous keyset is still used", e);
    } catch (Throwable e) { // the source is code of the application and may throw anything
      LOG.warn("The keyset could not be loaded; the previous keyset is still used", e);
    } finally {
      end(reload);
    }
  }

  /**
   * Removes the reload before it completes, so that a thread that has waited for it can start the
   * next reload.
   */
  private void end(Reload reload) {
    underWay.compareAndSet(reload, null);
    reload.done().complete(null);
  }

  private void use(OpenKeyset next) {
    if (!next.keys().equals(current.keys())) {
      LOG.info("The keyset has changed: {}; before: {}", next.keys(), current.keys());
    }
    current = next;
  }

  private void await(@Nullable Reload reload) {
    if (reload == null) {
      return;
    }
    long left = patience.toNanos() - (clock.nanoTime() - reload.since());
    try {
      reload.done().get(Math.max(0, left), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("Stopped waiting for the keyset: {}", e.getClass().getName());
    }
  }

  /**
   * A read of the keyset from its source.
   *
   * @param done completes when the read ends, with or without a failure
   * @param since the start of the read, in nanoseconds of the clock
   * @param isAfterPause true if the keyset was not used for so long that it may be out of date
   */
  private record Reload(CompletableFuture<@Nullable Void> done, long since, boolean isAfterPause) {}
}
