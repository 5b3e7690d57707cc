// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Port of 127.0.0.1 that refuses connections, like the port of a server that is down. The port is
 * reserved until it is closed. Otherwise, another process could use it before the test connects.
 *
 * <p>Safe for use by multiple threads.
 */
public final class RefusingPort implements AutoCloseable {

  /**
   * Socket that is bound and does not listen: the kernel refuses connections, and gives the port to
   * no other socket.
   */
  private final Socket reserved = new Socket();

  private RefusingPort(int wanted, boolean besideOldConnections) throws IOException {
    reserved.setReuseAddress(besideOldConnections);
    reserved.bind(new InetSocketAddress(FaultProxy.loopback(), wanted));
  }

  /** {@return a new port that no other socket uses} */
  public static RefusingPort open() {
    try {
      return new RefusingPort(0, false);
    } catch (IOException e) {
      throw new UncheckedIOException("No port of 127.0.0.1 is available", e);
    }
  }

  /** {@return this port, whose listener was closed, and which may still have connections} */
  static RefusingPort reserve(int port) throws IOException {
    return new RefusingPort(port, true);
  }

  /** {@return the number of the port} */
  public int port() {
    return reserved.getLocalPort();
  }

  /** Releases the port. A second call has no effect. */
  @Override
  public void close() {
    Link.closeQuietly(reserved);
  }
}
