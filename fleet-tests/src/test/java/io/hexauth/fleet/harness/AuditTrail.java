// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Check of the promises I2 and I4, with the changes that the store has recorded. */
public final class AuditTrail {

  private AuditTrail() {}

  /**
   * Checks the recorded changes.
   *
   * @throws AssertionError if a generation decreased, skipped a number, or reappeared after the end
   *     of its grant
   */
  public static void check(List<Change> changes) {
    Map<String, Change> last = new HashMap<>();
    for (Change change : changes) {
      Change before = last.put(change.key(), change);
      if (before == null || !before.grantId().equals(change.grantId())) {
        continue; // a new grant starts
      }
      if (change.generation() < before.generation()) {
        throw new AssertionError("I2: generation went from " + before + " to " + change);
      }
      boolean condemned = change.state().equals("DEAD") && !before.state().equals("DEAD");
      if (condemned
          && (change.generation() != before.generation() || !before.state().equals("INTENT"))) {
        throw new AssertionError("I4: condemned without a presentation: " + before + ", " + change);
      }
    }
  }
}
