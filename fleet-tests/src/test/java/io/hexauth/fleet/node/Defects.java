// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.node;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.FaultPoints;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Errors where code of an application, or of the machine, runs inside a refresh: at the fault
 * points, in a listener, in a provider. Each is thrown once for each time it was armed.
 */
final class Defects implements FaultPoints {

  static final String LISTENER = "LISTENER";
  static final String PROVIDER = "PROVIDER";

  private final FaultPoints points;
  private final Set<String> armed = ConcurrentHashMap.newKeySet();

  Defects(FaultPoints points) {
    this.points = points;
  }

  void arm(String place) {
    armed.add(place);
  }

  @Override
  public void reached(FaultPoint point, GrantKey key) {
    points.reached(point, key);
    overflow(point.name());
  }

  /** What a machine without memory does at this place. */
  void overflow(String place) {
    if (armed.remove(place)) {
      throw place.equals(PROVIDER)
          ? new StackOverflowError("as if")
          : new OutOfMemoryError("as if, at " + place);
    }
  }
}
