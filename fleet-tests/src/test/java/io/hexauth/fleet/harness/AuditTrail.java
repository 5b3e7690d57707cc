// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Promises I2 and I4, read off the store's own notes. */
public final class AuditTrail {

  private AuditTrail() {}

  /**
   * Checks a trail.
   *
   * @throws AssertionError if a generation went back, jumped, or came back from the dead wrongly
   */
  public static void check(List<Change> changes) {
    Map<String, Change> last = new HashMap<>();
    for (Change change : changes) {
      Change before = last.put(change.key(), change);
      if (before == null || !before.grantId().equals(change.grantId())) {
        continue; // a new grant begins
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
