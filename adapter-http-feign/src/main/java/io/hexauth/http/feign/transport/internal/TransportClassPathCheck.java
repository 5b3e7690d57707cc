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
 * Writes a request and reads an answer once, in memory. A {@code feign-core} that is missing, or of
 * a version that does not fit, then fails when the injector is made, and not with the first token.
 */
public final class TransportClassPathCheck {

  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
          .getBytes(StandardCharsets.US_ASCII);

  /**
   * Checks.
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
      Connection connection = Connection.plain(new Answered(), request); // nothing to close
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

  /** A socket without a network: has its answer already, and forgets what is written to it. */
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
