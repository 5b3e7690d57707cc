// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import feign.Response;
import io.hexauth.ports.spi.TransportRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Check that writes a request and reads an answer in memory. If {@code feign-core} is missing or
 * has an incompatible version, the creation of the injector fails, and not the first token request.
 */
public final class TransportClassPathCheck {

  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
          .getBytes(StandardCharsets.US_ASCII);

  /**
   * Runs the check.
   *
   * @throws IllegalStateException if requests cannot be sent with this class path
   */
  public TransportClassPathCheck() {
    var request =
        TransportRequest.post("class-path", URI.create("https://localhost/token"))
            .header("Authorization", "Basic YTpi")
            .body("application/x-www-form-urlencoded", new byte[1])
            .build();
    try {
      // There is nothing to close.
      Connection connection = Connection.plain(new Answered(), request);
      Response response =
          SingleExchangeClient.exchange(FeignTransport.feign(request), request.uri(), connection);
      AnswerBody.read(response, request.mostBytes());
    } catch (IOException | LinkageError e) {
      throw new IllegalStateException(
          "Hexauth cannot send requests with this class path: use a version of"
              + " io.github.openfeign:feign-core that docs/compatibility.md lists",
          e);
    }
  }

  /**
   * Socket without a network. It has its answer already, and discards the bytes that are written to
   * it.
   */
  private static final class Answered extends Socket {

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(ANSWER);
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }
  }
}
