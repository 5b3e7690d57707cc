// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a forward proxy for a connection to a server. No byte of the request is written before the
 * tunnel exists, so after a failure here the request was certainly not sent.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110.html#section-9.3.6">RFC 9110 §9.3.6</a>
 */
final class Tunnel {

  /** Limit for the head of the proxy's answer, including interim answers. */
  private static final int MOST_BYTES = 16 * 1024;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})( .*)?");

  private final Proxy proxy;
  private final Socket socket;

  /**
   * @param socket a socket that is connected to the proxy; the deadline closes it
   */
  Tunnel(Proxy proxy, Socket socket) {
    this.proxy = proxy;
    this.socket = socket;
  }

  /**
   * Opens the tunnel. Afterwards, the socket is connected to the server.
   *
   * @param authority host and port of the server; only the proxy resolves the host
   */
  void open(String authority) throws ExchangeFailure {
    String request = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + header();
    int status;
    try {
      socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
      status = status(socket.getInputStream());
    } catch (ExchangeFailure e) {
      throw e;
    } catch (IOException e) {
      throw failure("closed the connection", true);
    }
    if (status / 100 != 2) {
      throw refusal(status, authority);
    }
  }

  private String header() throws ExchangeFailure {
    if (proxy.authorization().isEmpty()) {
      return "";
    }
    try {
      return "Proxy-Authorization: " + proxy.authorization().get().get() + "\r\n";
    } catch (RuntimeException | Error e) {
      // Code of the application: its message may contain a secret.
      throw new ExchangeFailure(
          Failure.PROXY, "the supplier of the proxy's credentials threw " + e.getClass().getName());
    }
  }

  private int status(InputStream in) throws IOException {
    int left = MOST_BYTES;
    int status = 0;
    while (status < 200) { // skip interim answers (1xx)
      String head = head(in, left);
      left -= head.length();
      Matcher line = STATUS.matcher(head.lines().findFirst().orElse(""));
      if (!line.matches()) {
        throw failure("sent an answer that is not HTTP", true);
      }
      status = Integer.parseInt(line.group(1));
    }
    return status;
  }

  /**
   * Reads the head of an answer byte by byte, because the bytes after it belong to the connection
   * with the server.
   */
  private String head(InputStream in, int most) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
      int next = in.read();
      if (next < 0) {
        throw failure("closed the connection", true);
      }
      if (head.length() == most) {
        throw failure("sent an answer whose headers do not end", true);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private ExchangeFailure refusal(int status, String authority) {
    if (status == 407) {
      return failure(
          proxy.authorization().isEmpty()
              ? "requires credentials (status 407); pass a supplier of them to withProxy(...)"
              : "does not accept the credentials (status 407)",
          false);
    }
    boolean mayPass = status / 100 == 5 || status == 408 || status == 429;
    return failure("refuses a connection to " + authority + " (status " + status + ")", mayPass);
  }

  private ExchangeFailure failure(String problem, boolean retryable) {
    return new ExchangeFailure(
        Failure.PROXY,
        "the proxy " + proxy.host() + ":" + proxy.port() + " " + problem,
        retryable,
        null);
  }
}
