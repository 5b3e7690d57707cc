// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import io.hexauth.ports.spi.StoredGrant;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Kind of transition of a write, detected by its changes. */
enum StoreWrite {
  LEASE,
  COMMIT,
  SETTLE,
  PUT,
  TOMBSTONE,
  RESEAL;

  static StoreWrite of(Optional<StoredGrant> stored, StoredGrant next) {
    String state = next.fields().get(StoredGrant.STATE);
    if ("TOMBSTONE".equals(state)) {
      return TOMBSTONE;
    }
    if (number(next, "epoch") == 0) {
      return PUT;
    }
    if (stored.isEmpty() || number(next, "epoch") > number(stored.get(), "epoch")) {
      return LEASE;
    }
    if (number(next, StoredGrant.GENERATION) > number(stored.get(), StoredGrant.GENERATION)) {
      return COMMIT;
    }
    return next.sameDocument() ? SETTLE : RESEAL;
  }

  /** {@return the retention of the record from this write on} */
  static Optional<Duration> retention(StoredGrant next) {
    Instant written = StoredGrant.instantOf(number(next, "updated_at"));
    return next.retainUntil().map(end -> Duration.between(written, end));
  }

  private static long number(StoredGrant grant, String field) {
    return Long.parseLong(grant.fields().getOrDefault(field, "-1"));
  }
}
