// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import com.google.crypto.tink.KeysetHandle;
import io.hexauth.ports.spi.OAuthClock;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keyset as it is now. One thread at a time asks the source; meanwhile all others go on with
 * what is there, apart from those that cannot, because they miss a key.
 */
final class Keyring {

  private static final Logger LOG = LoggerFactory.getLogger(Keyring.class);

  /** Whoever plants documents of unknown keys must not make us ask a KMS for each of them. */
  private static final Duration BETWEEN_MISSES = Duration.ofSeconds(1);

  private final Callable<KeysetHandle> source;
  private final long intervalNanos;
  private final OAuthClock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile OpenKeyset current;
  private volatile long askedAt;

  /**
   * @throws IllegalStateException if there is no usable keyset
   */
  Keyring(Callable<KeysetHandle> source, Duration interval, OAuthClock clock) {
    this.source = source;
    this.intervalNanos = interval.toNanos();
    this.clock = clock;
    this.askedAt = clock.nanoTime();
    try {
      this.current = OpenKeyset.of(source.call());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the keyset was loaded", e);
    } catch (Exception e) { // whatever the application's source throws
      throw new IllegalStateException("There is no usable keyset", e);
    }
    LOG.info("The keyset is loaded: {}", current.keys());
  }

  /** {@return the keyset, after a look at its source if that is due} */
  OpenKeyset current() {
    if (clock.nanoTime() - askedAt >= intervalNanos && lock.tryLock()) {
      try {
        reloadUnlessAskedWithin(intervalNanos);
      } finally {
        lock.unlock();
      }
    }
    return current;
  }

  /** {@return the keyset, after a look at its source if this key is not in it} */
  OpenKeyset currentWith(String keyId) {
    OpenKeyset keyset = current();
    if (keyset.canOpen(keyId)) {
      return keyset;
    }
    lock.lock();
    try {
      if (!current.canOpen(keyId)) {
        reloadUnlessAskedWithin(BETWEEN_MISSES.toNanos());
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  private void reloadUnlessAskedWithin(long nanos) {
    long now = clock.nanoTime();
    if (now - askedAt < nanos) {
      return;
    }
    askedAt = now;
    try {
      use(OpenKeyset.of(source.call()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (GeneralSecurityException e) {
      LOG.warn("The keyset is not usable; the one of before stays in use", e);
    } catch (Exception e) { // whatever the application's source throws
      LOG.warn("The keyset could not be loaded; the one of before stays in use", e);
    }
  }

  private void use(OpenKeyset next) {
    if (!next.keys().equals(current.keys())) {
      LOG.info("The keyset has changed: {}; before: {}", next.keys(), current.keys());
    }
    current = next;
  }
}
