// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import java.util.Optional;

/**
 * How far a step that asks the store has come.
 *
 * @param begun whether the step has begun
 * @param repeats whether the store has not answered it once
 * @param slow whether the store was asked a while ago and looks only now
 * @param shown what the store has shown for this step, or on the way to it
 */
record Call(boolean begun, boolean repeats, boolean slow, Optional<Reading> shown) {

  static final Call NONE = new Call(false, false, false, Optional.empty());

  Call begin() {
    return new Call(true, repeats, slow, shown);
  }

  /** Once more, from the beginning, because there was no answer. */
  Call repeat() {
    return new Call(begun, true, false, Optional.empty());
  }

  Call slowly() {
    return new Call(begun, repeats, true, Optional.empty());
  }

  /** The store has answered; or after a lost race, with nothing, it has to be asked again. */
  Call showing(Optional<Reading> reading) {
    return new Call(begun, repeats, false, reading);
  }

  /** The next step of the same run knows what the store has shown. */
  Call next() {
    return new Call(false, false, false, shown);
  }

  /** Of what most often differs. */
  @Override
  public int hashCode() {
    int flags = (begun ? 1 : 0) + (repeats ? 2 : 0) + (slow ? 4 : 0);
    return 31 * flags + shown.map(reading -> World.hash(reading.row())).orElse(7);
  }
}
