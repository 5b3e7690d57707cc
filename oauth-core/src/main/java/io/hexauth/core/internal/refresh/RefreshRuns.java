// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.server.TokenExceptions;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.internal.lifecycle.TokenRequirement;
import io.hexauth.domain.internal.refresh.Refresh;
import io.hexauth.ports.spi.OAuthClock;

/** Factory of the runs of one registration. */
final class RefreshRuns {

  private final Refresh refresh;
  private final GrantReaders readers;
  private final TokenExchange exchange;
  private final Leases leases;
  private final StoreRepair repair;
  private final TokenExceptions exceptions;
  private final RandomSource random;
  private final OAuthClock clock;

  RefreshRuns(
      Refresh refresh,
      GrantReaders readers,
      TokenExchange exchange,
      Leases leases,
      StoreRepair repair,
      TokenExceptions exceptions,
      RandomSource random,
      OAuthClock clock) {
    this.refresh = refresh;
    this.readers = readers;
    this.exchange = exchange;
    this.leases = leases;
    this.repair = repair;
    this.exceptions = exceptions;
    this.random = random;
    this.clock = clock;
  }

  /** {@return a run that obtains a token} */
  RefreshRun of(TokenCell cell, TokenRequirement requirement) {
    return new RefreshRun(
        refresh,
        readers.of(cell, requirement),
        exchange,
        leases,
        repair,
        exceptions,
        random,
        clock);
  }
}
