// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.grant.GrantEngine;
import io.hexauth.ports.spi.OAuthClock;
import java.util.concurrent.CompletableFuture;

/**
 * The fast path of one registration: hands out tokens that are valid in memory, and asks the engine
 * for all others.
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

  /** As {@link #snapshot}, without waiting. */
  CompletableFuture<Snapshot> snapshotAsync(TokenCell cell) {
    return engine.usableAsync(cell);
  }

  /** Three volatile reads, one clock read: no lock, no allocation, no I/O. */
  Snapshot snapshot(TokenCell cell) {
    Snapshot known = cell.snapshot();
    long now = clock.nanoTime();
    return known != null && known.isFresh(now) && watch.isAwake(known, now)
        ? known
        : engine.usable(cell);
  }
}
