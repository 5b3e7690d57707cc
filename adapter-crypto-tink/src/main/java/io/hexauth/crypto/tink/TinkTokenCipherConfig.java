// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import java.time.Duration;

/**
 * Settings for the cipher's keyset, and for documents that were stored before there was one.
 * Immutable.
 *
 * @param reloadEvery how often the source of the keyset is asked again, in the background while the
 *     cipher is used. What an operator does to the keyset is known on every node when twice this
 *     time is over, if the source answers within 5 s. From 1 s to 1 day
 * @param migrateFromPlaintext whether documents that {@code UnencryptedModule} of {@code
 *     oauth-core} wrote are accepted. Everyone with write access to the store can then plant
 *     documents, so turn it on for the time of a migration only. Nothing is ever written in the
 *     clear
 */
public record TinkTokenCipherConfig(Duration reloadEvery, boolean migrateFromPlaintext) {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  /**
   * @throws IllegalArgumentException if the keyset would be reloaded more often than every second,
   *     or less often than every day
   */
  public TinkTokenCipherConfig {
    if (reloadEvery.compareTo(SHORTEST) < 0 || reloadEvery.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("reloadEvery is from a second to a day");
    }
  }

  /** {@return a look at the keyset each minute, and nothing but sealed documents} */
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
