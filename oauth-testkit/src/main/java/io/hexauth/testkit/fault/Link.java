// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One connection through the proxy: a socket to the client, a socket to the server, and a thread
 * for each direction.
 */
final class Link {

  private static final int CHUNK = 16 * 1024;
  private static final int REMEMBERED = 1024;
  private static final int CONNECT_MILLIS = 5_000;

  private final Socket client;
  private final Socket server = new Socket();
  private final Traffic traffic;
  private final Consumer<Link> gone;
  private final AtomicInteger pumpsAtTheirEnd = new AtomicInteger();
  private String requestSoFar = "";
  private Optional<Cut> cut = Optional.empty();
  private volatile boolean lostBytes;
  private volatile boolean reset;

  Link(Socket client, Traffic traffic, Consumer<Link> gone) {
    this.client = client;
    this.traffic = traffic;
    this.gone = gone;
  }

  /** Connects to the server, then forwards bytes until one side disconnects. */
  void run(InetSocketAddress target) {
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(target, CONNECT_MILLIS);
    } catch (IOException e) {
      reset();
      return;
    }
    FaultProxy.daemon(
        () -> pump(server, client, (bytes, length) -> traffic.ofAnswer(this, length)),
        Thread.currentThread().getName() + "-answers");
    pump(client, server, (bytes, length) -> traffic.ofRequest(this, bytes, length));
  }

  @FunctionalInterface
  private interface Judge {
    Traffic.Verdict judge(byte[] bytes, int length) throws InterruptedException;
  }

  /**
   * Forwards bytes in one direction. If the sender closes its side, the other direction stays open.
   */
  private void pump(Socket from, Socket to, Judge judge) {
    try {
      if (!carry(from, to, judge)) {
        reset();
      } else if (pumpsAtTheirEnd.incrementAndGet() == 2) {
        // A normal close, not a reset: the last bytes may still be on their way.
        closeQuietly(client);
        closeQuietly(server);
        gone.accept(this);
      }
    } catch (IOException e) {
      reset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reset();
    }
  }

  /**
   * {@return true if the sender closed its side normally; false if the connection must be reset}
   */
  private boolean carry(Socket from, Socket to, Judge judge)
      throws IOException, InterruptedException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    byte[] bytes = new byte[CHUNK];
    while (true) {
      int length = in.read(bytes);
      switch (judge.judge(bytes, length)) {
        case FORWARD -> {
          if (length < 0) {
            to.shutdownOutput();
            return true;
          }
          out.write(bytes, 0, length);
        }
        case LOSE -> {
          lostBytes = true;
          traffic.lose(Math.max(0, length));
          if (length < 0) {
            return true;
          }
        }
        case RESET -> {
          return false;
        }
      }
    }
  }

  /** Called under the lock of the traffic, like the next three methods. */
  String endOfRequest(int length) {
    return requestSoFar.substring(Math.max(0, requestSoFar.length() - length));
  }

  void remember(byte[] bytes, int length) {
    String all = requestSoFar + new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    requestSoFar = all.substring(Math.max(0, all.length() - REMEMBERED));
  }

  void cutWhenAnswered(Cut claimed) {
    cut = Optional.of(claimed);
  }

  Optional<Cut> cutWhenAnswered() {
    return cut;
  }

  boolean hasLostBytes() {
    return lostBytes;
  }

  boolean isReset() {
    return reset;
  }

  /** Resets both sides, and releases threads that are held. A second call has no effect. */
  void reset() {
    reset = true;
    gone.accept(this);
    resetQuietly(client);
    resetQuietly(server);
    traffic.wake();
  }

  private static void resetQuietly(Socket socket) {
    try {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException e) {
      // The socket is already closed.
    }
    closeQuietly(socket);
  }

  static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // The socket is unusable, which is the purpose of this method.
    }
  }
}
