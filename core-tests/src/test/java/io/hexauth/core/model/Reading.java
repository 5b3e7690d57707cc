// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.domain.internal.refresh.StoreTime;
import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * What the store has shown to a node. The node counts the store's clock on from the question or
 * from the answer, because it does not know when the store has looked at its clock between them.
 *
 * @param row what was stored
 * @param earliest the store's clock, counted from the answer, less the clock of the node
 * @param latest the same, counted from the question
 * @param answered when the answer came
 */
record Reading(Optional<GrantRecord> row, long earliest, long latest, long answered) {

  /** The store answers at once. */
  static Reading of(World world) {
    return new Reading(world.row(), world.ahead(), world.ahead(), world.now());
  }

  /** The store looks at once, and its answer takes this long. */
  static Reading answeredLate(World world, long seconds) {
    return new Reading(world.row(), world.ahead() - seconds, world.ahead(), world.now() + seconds);
  }

  /** The store looks now; it was asked so long ago. */
  static Reading askedEarly(World world, long seconds) {
    return new Reading(world.row(), world.ahead(), world.ahead() + seconds, world.now());
  }

  /** What the node knows after its own write. */
  Reading written(Optional<GrantRecord> next, long now) {
    return new Reading(next, earliest, latest, now + latest - earliest);
  }

  /** {@return what the node knows of the store's clock} */
  StoreTime at(long now) {
    return new StoreTime(
        World.START.plusSeconds(now + earliest), World.START.plusSeconds(now + latest));
  }

  boolean isUsable(long now, Duration lease) {
    return now - answered < lease.toSeconds() / 2;
  }
}
