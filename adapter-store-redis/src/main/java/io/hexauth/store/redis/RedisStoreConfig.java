// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis;

import io.hexauth.store.redis.internal.StoreSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Settings of the Redis stores: names of keys and time limits. Immutable.
 *
 * @param prefix the beginning of every key: 1 to 100 of the letters {@code A} to {@code Z} and
 *     {@code a} to {@code z}, digits, and {@code _ . : / -}. The rest of a key is a hash
 * @param timeout the time limit of one command, from 1 ms to 1 min. After it, the store does not
 *     know whether the command was executed
 * @param connectTimeout the time that a call waits until the connection is open, from 1 ms to 1
 *     min. After one call has reached this limit, later calls wait only for {@code timeout}. Set it
 *     below the caller timeout of the client
 * @param idleLimit the time for which Redis keeps a grant without an expiry, from its last write;
 *     at least one hour, and longer than lease and hold together. Empty for no limit
 */
public record RedisStoreConfig(
    String prefix, Duration timeout, Duration connectTimeout, Optional<Duration> idleLimit) {

  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.:/-]{1,100}");

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public RedisStoreConfig {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "prefix must be 1 to 100 letters, digits, '_', '.', ':', '/' and '-'");
    }
    check("timeout", timeout);
    check("connectTimeout", connectTimeout);
    if (idleLimit.filter(limit -> limit.compareTo(Duration.ofHours(1)) < 0).isPresent()) {
      throw new IllegalArgumentException("idleLimit must be at least one hour");
    }
  }

  private static void check(String name, Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException(name + " must be from one millisecond to one minute");
    }
  }

  StoreSettings settings() {
    return new StoreSettings(prefix, timeout, connectTimeout, idleLimit);
  }

  /**
   * {@return the default configuration: the prefix {@code hexauth:}, three seconds for a command,
   * ten seconds for opening the connection, and no idle limit}
   */
  public static RedisStoreConfig defaults() {
    return new RedisStoreConfig(
        "hexauth:", Duration.ofSeconds(3), Duration.ofSeconds(10), Optional.empty());
  }

  /** {@return a copy with another {@link #prefix()}} */
  public RedisStoreConfig withPrefix(String other) {
    return new RedisStoreConfig(other, timeout, connectTimeout, idleLimit);
  }

  /** {@return a copy with another {@link #timeout()}} */
  public RedisStoreConfig withTimeout(Duration other) {
    return new RedisStoreConfig(prefix, other, connectTimeout, idleLimit);
  }

  /** {@return a copy with another {@link #connectTimeout()}} */
  public RedisStoreConfig withConnectTimeout(Duration other) {
    return new RedisStoreConfig(prefix, timeout, other, idleLimit);
  }

  /** {@return a copy with an {@link #idleLimit()}} */
  public RedisStoreConfig withIdleLimit(Duration limit) {
    return new RedisStoreConfig(prefix, timeout, connectTimeout, Optional.of(limit));
  }
}
