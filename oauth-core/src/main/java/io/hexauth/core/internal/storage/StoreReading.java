// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.spi.Revision;
import java.util.Optional;

/**
 * State of the store after a read or a transition.
 *
 * @param done after a transition, true if the record is its result, written now or before; after a
 *     read, true if there is a record
 * @param record the current record; empty if there is none, or if its retention has ended
 * @param revision the stored revision, even if the retention has ended; empty if no record is
 *     stored
 * @param moment the time of the read or write
 */
public record StoreReading(
    boolean done, Optional<GrantRecord> record, Optional<Revision> revision, ClockReading moment) {

  StoreReading done(boolean is) {
    return new StoreReading(is, record, revision, moment);
  }
}
