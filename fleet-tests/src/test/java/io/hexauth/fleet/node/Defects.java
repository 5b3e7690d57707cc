// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.node;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.FaultPoints;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Errors at places inside a refresh where code of the application or of the machine runs: at fault
 * points, in a listener, in a token provider. Each error is thrown once for each request.
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

  /** Throws an error, as a machine without memory would, if it was requested for this place. */
  void overflow(String place) {
    if (armed.remove(place)) {
      throw place.equals(PROVIDER)
          ? new StackOverflowError("as if")
          : new OutOfMemoryError("as if, at " + place);
    }
  }
}
