// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.grant.GrantEngine;
import io.hexauth.ports.spi.OAuthClock;
import java.util.concurrent.CompletableFuture;

/**
 * Fast path of one registration: returns tokens that are valid in memory, and asks the engine for
 * all others.
 */
final class ValidTokens {

  private final GrantEngine engine;
  private final OAuthClock clock;
  private final SleepWatch watch;

  ValidTokens(GrantEngine engine, OAuthClock clock) {
    this.engine = engine;
    this.clock = clock;
    this.watch = new SleepWatch(clock);
  }

  /** Returns a token like {@link #snapshot}, without blocking. */
  CompletableFuture<Snapshot> snapshotAsync(TokenCell cell) {
    return engine.usableAsync(cell);
  }

  /**
   * Returns a token. If it is valid in memory, this takes three volatile reads and one clock read,
   * without lock, allocation and I/O.
   */
  Snapshot snapshot(TokenCell cell) {
    Snapshot known = cell.snapshot();
    long now = clock.nanoTime();
    return known != null && known.isFresh(now) && watch.isAwake(known, now)
        ? known
        : engine.usable(cell);
  }
}
