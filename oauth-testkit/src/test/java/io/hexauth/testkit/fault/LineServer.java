// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Server that remembers each line, and confirms it. */
final class LineServer implements AutoCloseable {

  private final ServerSocket listener;
  private final Thread acceptor;
  private final List<String> done = new CopyOnWriteArrayList<>();

  LineServer() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    acceptor = FaultProxy.daemon(this::accept, "line-server");
  }

  InetSocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  List<String> done() {
    return List.copyOf(done);
  }

  /** Waits without a limit; the timeout of the test ends it. */
  void awaitDone(int lines) {
    while (done.size() < lines) {
      Thread.onSpinWait();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        FaultProxy.daemon(() -> serve(client), "line-server-connection");
      } catch (IOException e) {
        // The server was closed.
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        var in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        done.add(line);
        client.getOutputStream().write(("done " + line + "\n").getBytes(StandardCharsets.UTF_8));
      }
      client.getOutputStream().write("bye\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The client has disconnected.
    }
  }

  /**
   * Closes the server. The kernel refuses connections only after no thread is inside {@code
   * accept()}.
   */
  @Override
  public void close() throws IOException {
    listener.close();
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
