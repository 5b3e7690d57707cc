// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Client that sends and receives lines, with a limit for each wait. */
final class LineClient implements AutoCloseable {

  private final Socket socket = new Socket();
  private final BufferedReader in;

  LineClient(InetSocketAddress server) throws IOException {
    socket.connect(server, 5_000);
    socket.setSoTimeout(10_000);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  String ask(String line) throws IOException {
    send(line + "\n");
    return read();
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  String read() throws IOException {
    return in.readLine();
  }

  void patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  void endOfRequests() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
