// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Listener that accepts no connection: its queue is full, and the kernel drops new ones. */
final class FullListener implements AutoCloseable {

  private static final int PROBE_MILLIS = 100;

  private final ServerSocket listener;
  private final List<Socket> queued = new ArrayList<>();

  FullListener(InetAddress address, int port) throws IOException {
    listener = new ServerSocket(port, 1, address);
    while (isTaken()) {}
  }

  /**
   * {@return true if the kernel accepts one more connection} The kernel decides the size of the
   * queue, and a client is connected a moment before the queue counts it. So connections are opened
   * until the kernel accepts none.
   */
  private boolean isTaken() throws IOException {
    var socket = new Socket();
    queued.add(socket);
    try {
      socket.connect(listener.getLocalSocketAddress(), PROBE_MILLIS);
      return true;
    } catch (SocketTimeoutException full) {
      return false;
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : queued) {
      socket.close();
    }
    listener.close();
  }
}
