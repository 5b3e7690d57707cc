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

/** One connection through the proxy: a socket to the client, one to the server, two pumps. */
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

  /** Connects to the server, then carries requests until one side is gone. */
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

  /** A side that sends no more may still be sent to. */
  private void pump(Socket from, Socket to, Judge judge) {
    try {
      if (!carry(from, to, judge)) {
        reset();
      } else if (pumpsAtTheirEnd.incrementAndGet() == 2) {
        // Not a reset: what was written last may still be on its way.
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

  /** {@return whether the sender came to its end; else the connection is to be reset} */
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

  /** Called under the lock of the traffic, as are the next three. */
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

  /** Both sides see a connection reset, and threads that are held go on. Idempotent. */
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
      // It was gone already.
    }
    closeQuietly(socket);
  }

  static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // It is of no use any more, and that is what was wanted.
    }
  }
}
