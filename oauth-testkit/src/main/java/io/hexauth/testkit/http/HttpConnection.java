// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;

/** Serves the requests of one connection, on its own thread. */
final class HttpConnection implements Runnable {

  private final FakeHttpServer server;
  private final Socket socket;
  private final int number;

  HttpConnection(FakeHttpServer server, Socket socket, int number) {
    this.server = server;
    this.socket = socket;
    this.number = number;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setSoTimeout((int) Arrivals.PATIENCE.toMillis());
      socket.setTcpNoDelay(true);
      var out = new BufferedOutputStream(socket.getOutputStream());
      var in = new BufferedInputStream(socket.getInputStream());
      var reader = new RequestReader(socket, in, out, number);
      var writer = new ReplyWriter(socket, out, server.closed());
      boolean open = true;
      while (open) {
        Optional<ReceivedRequest> request = reader.next();
        open = request.isPresent() && serve(request.get(), writer);
      }
    } catch (IOException | NumberFormatException e) {
      // The client disconnected, or did not speak HTTP. The test sees this on its own side.
    } finally {
      server.forget(socket);
    }
  }

  private boolean serve(ReceivedRequest request, ReplyWriter writer) throws IOException {
    boolean keepAlive = !request.headers().getOrDefault("connection", List.of()).contains("close");
    return writer.write(server.answer(request), keepAlive);
  }
}
