// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Minimal Redis client that sends one command over each connection, to set up and inspect servers.
 * Answers are text: lines for a list, an empty text for no value.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP</a>
 */
final class Resp {

  private static final int TIMEOUT_MILLIS = 5_000;

  private Resp() {}

  /**
   * {@return the answer of the server}
   *
   * @throws IllegalStateException if the answer is an error
   * @throws UncheckedIOException if the server does not answer
   */
  static String ask(int port, String... words) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      var command = new StringBuilder("*" + words.length + "\r\n");
      for (String word : words) {
        int length = word.getBytes(StandardCharsets.UTF_8).length;
        command.append('$').append(length).append("\r\n").append(word).append("\r\n");
      }
      socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
      return answer(new BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String answer(InputStream in) throws IOException {
    String line = line(in);
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', ':' -> rest;
      case '$' -> bulk(in, Integer.parseInt(rest));
      case '*' -> list(in, Integer.parseInt(rest));
      default -> throw new IllegalStateException(rest);
    };
  }

  private static String bulk(InputStream in, int length) throws IOException {
    if (length < 0) {
      return "";
    }
    byte[] bytes = in.readNBytes(length);
    line(in);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String list(InputStream in, int length) throws IOException {
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      elements.add(answer(in));
    }
    return elements.stream().collect(Collectors.joining("\n"));
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("The server closed the connection");
      }
      line.append((char) c);
    }
    return line.substring(0, line.length() - 1);
  }
}
