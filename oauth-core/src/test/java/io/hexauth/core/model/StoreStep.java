// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.refresh.GrantTransitions.Done;
import io.hexauth.domain.refresh.GrantTransitions.Transition;
import io.hexauth.domain.refresh.GrantTransitions.Write;
import io.hexauth.domain.refresh.StoreTime;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/** A transition of the product over the only record: a store that compares and sets. */
final class StoreStep {

  private StoreStep() {}

  /**
   * What the store has after a step.
   *
   * @param done whether it was made, now or before
   * @param record what is there
   * @param now the store's clock
   * @param write whether it was made now
   */
  record Shown(boolean done, Optional<GrantRecord> record, Instant now, boolean write) {}

  static Shown look(World world) {
    return new Shown(world.row().isPresent(), world.row(), world.storeNow(), false);
  }

  static Shown of(
      World world, BiFunction<Optional<GrantRecord>, StoreTime, Transition> transition) {
    Transition next = transition.apply(world.row(), StoreTime.of(world.storeNow()));
    Optional<GrantRecord> record =
        next instanceof Write write ? Optional.of(write.next()) : world.row();
    boolean write = next instanceof Write;
    return new Shown(write || next instanceof Done, record, world.storeNow(), write);
  }
}
