// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of 127.0.0.1 that refuses connections, as that of a server that is down. The port is
 * reserved until it is closed: a port that was only found free may belong to another process when
 * the test connects to it.
 *
 * <p>Safe for use by multiple threads.
 */
public final class RefusingPort implements AutoCloseable {

  /** Bound and not listening: the kernel refuses connections, and chooses the port for no other. */
  private final Socket reserved = new Socket();

  private RefusingPort(int wanted, boolean besideOldConnections) throws IOException {
    reserved.setReuseAddress(besideOldConnections);
    reserved.bind(new InetSocketAddress(FaultProxy.loopback(), wanted));
  }

  /** {@return a port that no other socket has} */
  public static RefusingPort open() {
    try {
      return new RefusingPort(0, false);
    } catch (IOException e) {
      throw new UncheckedIOException("No port on loopback", e);
    }
  }

  /** {@return this port, whose listener was closed, and which may still have connections} */
  static RefusingPort reserve(int port) throws IOException {
    return new RefusingPort(port, true);
  }

  /** {@return its number} */
  public int port() {
    return reserved.getLocalPort();
  }

  /** Gives the port back to the system. Idempotent. */
  @Override
  public void close() {
    Link.closeQuietly(reserved);
  }
}
