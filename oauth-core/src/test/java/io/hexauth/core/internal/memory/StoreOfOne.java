// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.clock.VirtualClock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** One step of the store that the product runs with, as a function of its only record. */
public final class StoreOfOne {

  private StoreOfOne() {}

  /** {@return a store that has this record, as one whose backup was restored} */
  public static TokenStore of(GrantRecord record, OAuthClock clock) {
    return new InMemoryTokenStore(clock, record);
  }

  /** What a step answers; its record is what the store has afterwards. */
  public static StoreAnswer step(
      Optional<GrantRecord> row, Instant now, Function<TokenStore, StoreAnswer> step) {
    VirtualClock clock = VirtualClock.at(now);
    return step.apply(
        row.map(record -> new InMemoryTokenStore(clock, record))
            .orElseGet(() -> new InMemoryTokenStore(clock)));
  }
}
