// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Process that passes all fault points on command. */
final class NodeMain {

  private NodeMain() {}

  public static void main(String[] arguments) throws IOException {
    var points = new ConsoleFaultPoints(System.out);
    System.out.println(
        "ready " + String.join(",", arguments) + " " + System.getProperty("node", ""));
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (!points.accept(line)) {
        String key = line;
        FaultProxy.daemon(() -> refresh(points, new GrantKey(key.repeat(64))), "refresh");
      }
    }
  }

  private static void refresh(ConsoleFaultPoints points, GrantKey key) {
    for (FaultPoint point : FaultPoint.values()) {
      points.reached(point, key);
    }
    System.out.println("refreshed " + key.value());
  }
}
