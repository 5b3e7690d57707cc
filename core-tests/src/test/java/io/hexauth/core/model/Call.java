// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import java.util.Optional;

/**
 * Progress of a step that calls the store.
 *
 * @param begun true after the step has started
 * @param repeats true if one call got no answer
 * @param slow true if the store was called a while ago and reads only now
 * @param shown what the store has returned for this step, or before it in the same run
 */
record Call(boolean begun, boolean repeats, boolean slow, Optional<Reading> shown) {

  static final Call NONE = new Call(false, false, false, Optional.empty());

  Call begin() {
    return new Call(true, repeats, slow, shown);
  }

  /** {@return the step at its start again, because there was no answer} */
  Call repeat() {
    return new Call(begun, true, false, Optional.empty());
  }

  Call slowly() {
    return new Call(begun, repeats, true, Optional.empty());
  }

  /**
   * {@return the step after an answer of the store} Without a reading, a race was lost, and the
   * store must be called again.
   */
  Call showing(Optional<Reading> reading) {
    return new Call(begun, repeats, false, reading);
  }

  /** {@return the next step of the same run, which knows what the store has returned} */
  Call next() {
    return new Call(false, false, false, shown);
  }

  /** Uses only the components that differ most often. */
  @Override
  public int hashCode() {
    int flags = (begun ? 1 : 0) + (repeats ? 2 : 0) + (slow ? 4 : 0);
    return 31 * flags + shown.map(reading -> World.hash(reading.row())).orElse(7);
  }
}
