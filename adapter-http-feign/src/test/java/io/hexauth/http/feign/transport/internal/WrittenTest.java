// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import feign.Request;
import io.hexauth.ports.spi.TransportRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request counts as written from the first attempt to write it, because its bytes may have been
 * sent.
 */
class WrittenTest {

  private static final URI TOKEN = URI.create("http://127.0.0.1:1/token");
  private static final TransportRequest REQUEST = TransportFixture.request(TOKEN);

  /** Socket that accepts this number of bytes, then fails like a connection that was reset. */
  private static final class FailingSocket extends Socket {

    private int left;

    FailingSocket(int left) {
      this.left = left;
    }

    @Override
    public InputStream getInputStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          if (left-- <= 0) {
            throw new SocketException("Connection reset");
          }
        }
      };
    }
  }

  @ParameterizedTest(name = "the write fails after {0} bytes")
  @ValueSource(ints = {0, 1, 50})
  void requestShouldCountAsWrittenWhenItsWriteFails(int taken) throws IOException {
    Connection connection = Connection.plain(new FailingSocket(taken), REQUEST);
    Request sent = FeignTransport.feign(REQUEST);

    assertThatThrownBy(() -> SingleExchangeClient.exchange(sent, TOKEN, connection))
        .isInstanceOf(SocketException.class);

    assertThat(connection.written()).isTrue();
  }

  @Test
  void requestShouldNotCountAsWrittenBeforeItsFirstByte() throws IOException {
    assertThat(Connection.plain(new FailingSocket(0), REQUEST).written()).isFalse();
  }
}
