// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** Reads requests from one connection. Not thread-safe. */
final class RequestReader {

  private static final int LONGEST_LINE = 64 * 1024;
  private static final int LARGEST_BODY = 4 * 1024 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final int connection;

  RequestReader(Socket socket, InputStream in, OutputStream out, int connection) {
    this.socket = socket;
    this.in = in;
    this.out = out;
    this.connection = connection;
  }

  /** {@return the next request; empty if the client closed the connection} */
  Optional<ReceivedRequest> next() throws IOException {
    Optional<String> first = line();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = first.get().split(" ", -1);
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      throw new IOException("Not an HTTP/1 request");
    }
    Map<String, List<String>> headers = headers();
    if (headers.getOrDefault("expect", List.of()).contains("100-continue")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    int mark = parts[1].indexOf('?');
    String path = mark < 0 ? parts[1] : parts[1].substring(0, mark);
    String query = mark < 0 ? "" : parts[1].substring(mark + 1);
    return Optional.of(
        new ReceivedRequest(
            connection, certificate(), parts[0], path, query, headers, body(headers)));
  }

  private Optional<X509Certificate> certificate() {
    try {
      return socket instanceof SSLSocket tls
          ? Optional.of((X509Certificate) tls.getSession().getPeerCertificates()[0])
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty(); // the client sent no certificate
    }
  }

  private Map<String, List<String>> headers() throws IOException {
    var headers = new TreeMap<String, List<String>>();
    for (String line = mustLine(); !line.isEmpty(); line = mustLine()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("Not a header");
      }
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return headers;
  }

  private byte[] body(Map<String, List<String>> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", List.of()).contains("chunked")) {
      return chunks();
    }
    List<String> length = headers.getOrDefault("content-length", List.of("0"));
    return exactly(Integer.parseInt(length.get(0)));
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      if (size > LARGEST_BODY - body.size()) {
        throw new IOException("The request is larger than this server reads");
      }
      body.write(exactly(size));
      mustLine();
    }
    mustLine();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(mustLine().split(";")[0].strip(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    if (length < 0 || length > LARGEST_BODY) {
      throw new IOException("The request is larger than this server reads");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("The client closed the connection");
    }
    return bytes;
  }

  private String mustLine() throws IOException {
    return line().orElseThrow(() -> new EOFException("The client closed the connection"));
  }

  private Optional<String> line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return Optional.empty();
      }
      if (line.length() == LONGEST_LINE) {
        throw new IOException("The request is larger than this server reads");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return Optional.of(line.toString());
  }
}
