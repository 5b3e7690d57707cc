// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Writes answers to one connection, with their scripted faults. Not thread-safe. */
final class ReplyWriter {

  private static final int CHUNK = 7;

  private final Socket socket;
  private final OutputStream out;
  private final CountDownLatch closed;

  ReplyWriter(Socket socket, OutputStream out, CountDownLatch closed) {
    this.socket = socket;
    this.out = out;
    this.closed = closed;
  }

  /** {@return true if the connection can be used again} */
  boolean write(Reply reply, boolean keepAlive) throws IOException {
    return switch (reply.delivery()) {
      case WHOLE -> whole(reply, keepAlive);
      case CHUNKED -> chunked(reply, keepAlive);
      case RAW -> raw(reply);
      case DRIP_BODY -> dripBody(reply);
      case DRIP_ALL -> dripAll(reply);
      case ENDLESS -> endless(reply);
      case TRUNCATED -> truncated(reply);
      case HANG -> hang();
      case RESET -> reset();
      case CLOSE -> false;
    };
  }

  private boolean whole(Reply reply, boolean keepAlive) throws IOException {
    out.write(head(reply, reply.body().length, keepAlive));
    out.write(reply.body());
    out.flush();
    return keepAlive;
  }

  private boolean chunked(Reply reply, boolean keepAlive) throws IOException {
    out.write(head(reply.withHeader("Transfer-Encoding", "chunked"), -1, keepAlive));
    byte[] body = reply.body();
    for (int at = 0; at < body.length; at += CHUNK) {
      int length = Math.min(CHUNK, body.length - at);
      out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(body, at, length);
      out.write('\r');
      out.write('\n');
    }
    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return keepAlive;
  }

  private boolean raw(Reply reply) throws IOException {
    out.write(reply.body());
    out.flush();
    return false;
  }

  private boolean dripBody(Reply reply) throws IOException {
    out.write(head(reply, reply.body().length, false));
    out.flush();
    drip(reply.body(), reply.interval());
    return false;
  }

  private boolean dripAll(Reply reply) throws IOException {
    drip(head(reply, reply.body().length, false), reply.interval());
    drip(reply.body(), reply.interval());
    return false;
  }

  private void drip(byte[] bytes, Duration interval) throws IOException {
    for (byte one : bytes) {
      out.write(one);
      out.flush();
      if (Arrivals.awaitQuietly(closed, interval)) {
        return;
      }
    }
  }

  private boolean endless(Reply reply) throws IOException {
    out.write(head(reply, -1, false));
    byte[] body = reply.body().length == 0 ? new byte[] {' '} : reply.body();
    while (closed.getCount() > 0) {
      out.write(body);
    }
    return false;
  }

  private boolean truncated(Reply reply) throws IOException {
    int promised = Math.max(2, reply.body().length);
    out.write(head(reply, promised, false));
    out.write(reply.body(), 0, reply.body().length / 2);
    out.flush();
    return false;
  }

  private boolean hang() {
    Arrivals.awaitQuietly(closed, Arrivals.PATIENCE);
    return false;
  }

  private boolean reset() throws IOException {
    socket.setSoLinger(true, 0);
    return false;
  }

  private static byte[] head(Reply reply, int length, boolean keepAlive) {
    var head = new StringBuilder("HTTP/1.1 ").append(reply.status()).append(" Scripted\r\n");
    reply
        .headers()
        .forEach(h -> head.append(h.getKey()).append(": ").append(h.getValue()).append("\r\n"));
    // RFC 9110 §8.6: no Content-Length in an answer that cannot have a body.
    if (length >= 0 && reply.status() != 204 && reply.status() != 304) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    head.append(keepAlive ? "" : "Connection: close\r\n").append("\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
