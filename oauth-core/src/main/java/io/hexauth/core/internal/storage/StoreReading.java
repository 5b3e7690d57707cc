// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.spi.Revision;
import java.util.Optional;

/**
 * State of the store after a look or a transition.
 *
 * @param done whether the record is what the transition makes of it, written now or before; for a
 *     look whether there is a record
 * @param record as it is now; empty if there is none, or its retention is over
 * @param revision of what is stored, also where its retention is over; empty if nothing is stored
 * @param moment when it was read or written
 */
public record StoreReading(
    boolean done, Optional<GrantRecord> record, Optional<Revision> revision, ClockReading moment) {

  StoreReading done(boolean is) {
    return new StoreReading(is, record, revision, moment);
  }
}
