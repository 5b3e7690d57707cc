// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.domain.internal.refresh.StoreTime;
import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * Answer of the store to a node. The node does not know at which time between question and answer
 * the store has read its clock, so it counts from both.
 *
 * @param row the stored record
 * @param earliest the store's clock, counted from the answer, minus the clock of the node
 * @param latest the store's clock, counted from the question, minus the clock of the node
 * @param answered the time of the answer
 */
record Reading(Optional<GrantRecord> row, long earliest, long latest, long answered) {

  /** {@return the reading of a store that answers immediately} */
  static Reading of(World world) {
    return new Reading(world.row(), world.ahead(), world.ahead(), world.now());
  }

  /** {@return the reading of a store that reads immediately, and whose answer takes this long} */
  static Reading answeredLate(World world, long seconds) {
    return new Reading(world.row(), world.ahead() - seconds, world.ahead(), world.now() + seconds);
  }

  /** {@return the reading of a store that reads now, after it was called this long ago} */
  static Reading askedEarly(World world, long seconds) {
    return new Reading(world.row(), world.ahead(), world.ahead() + seconds, world.now());
  }

  /** {@return the reading of the node after its own write} */
  Reading written(Optional<GrantRecord> next, long now) {
    return new Reading(next, earliest, latest, now + latest - earliest);
  }

  /** {@return the time of the store, as far as the node knows it} */
  StoreTime at(long now) {
    return new StoreTime(
        World.START.plusSeconds(now + earliest), World.START.plusSeconds(now + latest));
  }

  boolean isUsable(long now, Duration lease) {
    return now - answered < lease.toSeconds() / 2;
  }
}
