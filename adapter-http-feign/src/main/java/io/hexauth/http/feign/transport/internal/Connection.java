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
 * HTTP connection for one request. Right before the first byte is sent, the connection asks the
 * request whether it may still be sent. Afterwards, the connection knows whether a byte may have
 * been sent, and whether the server has ended the stream. It logs nothing. Confined to the calling
 * thread.
 */
final class Connection extends DefaultBHttpClientConnection {

  /**
   * Size of each of the three buffers of a connection. It is enough for most requests and answers;
   * longer ones take one more write or read. With the default of 8 kB, the buffers were a sixth of
   * the memory that a refresh allocates.
   */
  private static final int BUFFER = 1024;

  /** Limits of an answer's head. Authorization servers usually send about a dozen short headers. */
  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setBufferSize(BUFFER)
          .setMaxHeaderCount(100)
          .setMaxLineLength(8192)
          .build();

  /**
   * Longest time that closing may take: the JDK's TLS socket may read more bytes when it is closed.
   */
  private static final int GOODBYE_MILLIS = 100;

  private final Socket socket;
  private final TransportRequest request;
  private boolean late;
  private boolean written;
  private boolean ended;

  private Connection(Socket socket, TransportRequest request) {
    // The limits are passed to the parser as well: the connection's default parser ignores them.
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

  /**
   * {@return true if a byte of the request may have been passed to the operating system; false only
   * if certainly none was}
   */
  boolean written() {
    return written;
  }

  /**
   * Refuses the first write if the request may no longer be sent. All later writes are refused,
   * too, because closing a stream writes its remaining bytes again.
   */
  private void beforeWrite() throws ExchangeFailure {
    late = late || (!written && !request.mayLeave());
    if (late) {
      throw new ExchangeFailure(Failure.TOO_LATE, "the time allowed for sending it had ended");
    }
    written = true;
  }

  /** {@return true if the end of the stream was read} */
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
