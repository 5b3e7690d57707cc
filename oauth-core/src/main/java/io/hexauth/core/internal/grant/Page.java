// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.internal.storage.GrantStore;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.TokenStoreMaintenance.Batch;
import io.hexauth.ports.spi.TokenStoreMaintenance.Listed;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Batch of a listing.
 *
 * @param batch the batch
 * @param moment the time at which the store read it
 */
record Page(Batch batch, ClockReading moment) {

  static Page read(OAuthClock clock, Supplier<Batch> listing) {
    long asked = clock.nanoTime();
    Batch batch = listing.get();
    return new Page(batch, new ClockReading(batch.storeNow(), asked, clock.nanoTime()));
  }

  /** {@return each record once, because a store may list one twice} */
  List<Listed> records() {
    Set<GrantKey> seen = new HashSet<>();
    return batch.records().stream().filter(listed -> seen.add(listed.key())).toList();
  }

  /** {@return the start of the next page; empty after the last page} */
  Optional<String> next() {
    return batch.next();
  }

  /** {@return the time of the store's clock} */
  Instant storeNow() {
    return batch.storeNow();
  }

  /** {@return the record in the form in which a single read returns it} */
  StoreReading reading(Listed listed, GrantStore grants) {
    return grants.read(listed.key(), Optional.of(listed.grant()), moment);
  }
}
