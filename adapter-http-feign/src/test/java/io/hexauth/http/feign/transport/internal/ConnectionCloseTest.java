// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** If a socket reads more bytes when it is closed, the close does not wait for it. */
class ConnectionCloseTest {

  private int timeout;
  private boolean timeoutFails;
  private int timeoutWhenClosed = -1;

  private final class Recording extends Socket {

    @Override
    public InputStream getInputStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public synchronized void setSoTimeout(int millis) throws SocketException {
      if (timeoutFails) {
        throw new SocketException("Closed already");
      }
      timeout = millis;
    }

    @Override
    public synchronized void close() {
      timeoutWhenClosed = timeout;
    }
  }

  private static final URI TOKEN = URI.create("http://127.0.0.1:1/token");

  @Test
  void closeShouldWaitForTheOtherSideForATenthOfASecondAtMost() throws IOException {
    Connection connection = Connection.plain(new Recording(), request(TOKEN));

    connection.close();

    assertThat(timeoutWhenClosed).isBetween(1, 100);
  }

  @Test
  void socketShouldBeClosedWhenItTakesNoTimeout() throws IOException {
    Connection connection = Connection.plain(new Recording(), request(TOKEN));
    timeoutFails = true;

    assertThatThrownBy(connection::close).isInstanceOf(SocketException.class);

    assertThat(timeoutWhenClosed).as("closed").isZero();
  }
}
