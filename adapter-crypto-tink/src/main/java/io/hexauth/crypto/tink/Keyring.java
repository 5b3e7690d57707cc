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
 * The current keyset. One background thread at a time asks the source for it, and sealing goes on
 * with the known keyset meanwhile, because a token that cannot be sealed is lost. An operation that
 * misses a key waits for the reload, with a bound. So does every operation after a pause without
 * use, because keys may have been withdrawn since.
 *
 * <p>Thread-safe.
 */
final class Keyring {

  private static final Logger LOG = LoggerFactory.getLogger(Keyring.class);

  /** Planted documents with unknown keys must not cause one request to a KMS each. */
  private static final Duration BETWEEN_MISSES = Duration.ofSeconds(1);

  /** Bound of a wait for a reload, counted from its beginning. */
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
   * Asks the source, and waits for it.
   *
   * @throws IllegalStateException if there is no usable keyset
   */
  Keyring(Callable<KeysetHandle> source, Duration interval, OAuthClock clock) {
    this(source, interval, clock, Keyring::onDaemon, PATIENCE);
  }

  /** Reloads on other threads, waited for as long as this. */
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
    } catch (Exception e) { // whatever the application's source throws
      throw new IllegalStateException("No usable keyset could be loaded", e);
    }
    LOG.info("The keyset is loaded: {}", current.keys());
  }

  private static void onDaemon(Runnable reload) {
    var thread = new Thread(reload, "hexauth-keyset");
    thread.setDaemon(true);
    thread.start();
  }

  /** {@return the keyset that is there; if it is time, its source is asked meanwhile} */
  OpenKeyset current() {
    reloadUnlessAskedWithin(intervalNanos);
    Reload reload = underWay.get();
    if (reload != null && reload.isAfterPause()) {
      await(reload);
    }
    return current;
  }

  /** {@return the keyset, after a look at its source if this key is not in it} */
  OpenKeyset currentWith(String keyId) {
    OpenKeyset keyset = current();
    if (keyset.canOpen(keyId)) {
      return keyset;
    }
    // What is under way may have read the source before the key was there.
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
    if (now - askedAt < nanos) { // another thread has just finished one
      end(mine);
      return;
    }
    askedAt = now;
    try {
      reloads.execute(() -> reload(mine));
    } catch (Throwable e) { // above all: no thread can be started
      end(mine);
      LOG.warn("The keyset could not be loaded; the previous keyset is still used", e);
    }
  }

  /** A source that hangs is reported as often as it would be asked. */
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
    } catch (Throwable e) { // whatever the application's source throws
      LOG.warn("The keyset could not be loaded; the previous keyset is still used", e);
    } finally {
      end(reload);
    }
  }

  /** Gone before it is done: who has waited for it may begin the next one. */
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
   * One look at the source.
   *
   * @param done when it is over, whatever came of it
   * @param since when it began
   * @param isAfterPause whether the keyset was not used for so long that it may be out of date
   */
  private record Reload(CompletableFuture<@Nullable Void> done, long since, boolean isAfterPause) {}
}
