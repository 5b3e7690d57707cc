// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import java.time.Duration;

/**
 * Settings for reloading the keyset, and for a migration from unencrypted documents. Immutable.
 *
 * @param reloadEvery the interval after which the keyset is read again, from 1 s to 1 day. The
 *     keyset is read in the background, and only while the cipher is used. A changed keyset is in
 *     use on every node after at most twice this interval, plus the time of one read. This limit
 *     applies only if a read takes less than 5 s and less than this interval
 * @param migrateFromPlaintext true to accept documents that {@code UnencryptedModule} of {@code
 *     oauth-core} wrote. With this setting, anyone who can write to the store can insert forged
 *     documents, so use it during a migration only. New documents are always encrypted
 */
public record TinkTokenCipherConfig(Duration reloadEvery, boolean migrateFromPlaintext) {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  /**
   * @throws IllegalArgumentException if {@code reloadEvery} is below one second or above one day
   */
  public TinkTokenCipherConfig {
    if (reloadEvery.compareTo(SHORTEST) < 0 || reloadEvery.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("reloadEvery must be from one second to one day");
    }
  }

  /**
   * {@return a configuration that reads the keyset every minute, and accepts encrypted documents
   * only}
   */
  public static TinkTokenCipherConfig defaults() {
    return new TinkTokenCipherConfig(Duration.ofMinutes(1), false);
  }

  /** {@return a copy with another {@link #reloadEvery()}} */
  public TinkTokenCipherConfig withReloadEvery(Duration interval) {
    return new TinkTokenCipherConfig(interval, migrateFromPlaintext);
  }

  /** {@return a copy with another {@link #migrateFromPlaintext()}} */
  public TinkTokenCipherConfig withMigrateFromPlaintext(boolean accepted) {
    return new TinkTokenCipherConfig(reloadEvery, accepted);
  }
}
