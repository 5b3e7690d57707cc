// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that cannot choose a port. They are below the range that the system gives to
 * clients, so no client takes one in the meantime. Each port is returned once in a JVM.
 */
final class Ports {

  private static final int FIRST = 12_000;
  private static final int COUNT = 10_000;

  /** Distance from the port of a Redis node to its port for the other nodes of its cluster. */
  private static final int BUS = 10_000;

  /** Next port. The start is random, so two JVMs seldom use the same ports. */
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 31 % COUNT));

  private Ports() {}

  static int free() {
    for (int tries = 0; tries < COUNT; tries++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (isFree(port) && isFree(port + BUS)) {
        return port;
      }
    }
    throw new IllegalStateException("No port is available");
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
