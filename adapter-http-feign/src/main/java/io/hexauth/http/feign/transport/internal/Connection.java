// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/**
 * An HTTP connection for one request. It asks whether that may leave right before the first byte
 * does, and knows whether a byte may have left and whether the other side has ended the stream. It
 * logs nothing. Confined to the calling thread.
 */
final class Connection extends DefaultBHttpClientConnection {

  /**
   * Of each of the three buffers that a connection allocates. Many requests and answers fit in it,
   * and what is longer takes one more write or read; with the default of 8 kB, the buffers were a
   * sixth of what a refresh allocates.
   */
  private static final int BUFFER = 1024;

  /** Answers of authorization servers have a dozen short headers. */
  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setBufferSize(BUFFER)
          .setMaxHeaderCount(100)
          .setMaxLineLength(8192)
          .build();

  /** The JDK's TLS socket may read on when it is closed; it need not be patient. */
  private static final int GOODBYE_MILLIS = 100;

  private final Socket socket;
  private final TransportRequest request;
  private boolean late;
  private boolean written;
  private boolean ended;

  private Connection(Socket socket, TransportRequest request) {
    // The parser has to be given the limits too: the connection's own parser has none.
    super(LIMITS, null, null, null, null, null, new DefaultHttpResponseParserFactory(LIMITS));
    this.socket = socket;
    this.request = request;
  }

  static Connection plain(Socket socket, TransportRequest request) throws IOException {
    var connection = new Connection(socket, request);
    connection.bind(connection.new Observed(socket));
    return connection;
  }

  static Connection secure(SSLSocket socket, Socket below, TransportRequest request)
      throws IOException {
    var connection = new Connection(socket, request);
    connection.bind(connection.new Observed(socket, below));
    return connection;
  }

  /** {@return whether a byte of the request was handed to the system; never wrongly false} */
  boolean written() {
    return written;
  }

  /** A refusal is final: what could not be written is written once more when a stream is closed. */
  private void beforeWrite() throws ExchangeFailure {
    late = late || (!written && !request.mayLeave());
    if (late) {
      throw new ExchangeFailure(Failure.TOO_LATE, "the time allowed for sending it had ended");
    }
    written = true;
  }

  /** {@return whether the end of the stream was read} */
  boolean ended() {
    return ended;
  }

  @Override
  public void close() throws IOException {
    try {
      socket.setSoTimeout(GOODBYE_MILLIS);
    } finally {
      socket.close();
    }
  }

  private final class Observed extends SocketHolder {

    Observed(Socket plain) {
      super(plain);
    }

    Observed(SSLSocket secure, Socket below) {
      super(secure, below);
    }

    @Override
    protected InputStream getInputStream(Socket from) throws IOException {
      return new FilterInputStream(from.getInputStream()) {
        @Override
        public int read() throws IOException {
          return observe(in.read());
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          return observe(in.read(buffer, offset, length));
        }

        private int observe(int result) {
          ended |= result < 0;
          return result;
        }
      };
    }

    @Override
    protected OutputStream getOutputStream(Socket to) throws IOException {
      return new FilterOutputStream(to.getOutputStream()) {
        @Override
        public void write(int b) throws IOException {
          beforeWrite();
          out.write(b);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
          beforeWrite();
          out.write(buffer, offset, length);
        }
      };
    }
  }
}
