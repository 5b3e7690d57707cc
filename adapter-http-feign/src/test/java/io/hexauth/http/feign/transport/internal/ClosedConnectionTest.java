// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.PLENTY;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertNotSent;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertResponse;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertUnknown;
import static io.hexauth.http.feign.transport.internal.TransportFixture.defaultTls;
import static io.hexauth.http.feign.transport.internal.TransportFixture.loopback;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.testkit.http.Certificates;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After each call, its connection is closed, whatever the result is. */
@Timeout(60)
class ClosedConnectionTest {

  private static final URI BEHIND_A_PROXY = URI.create("http://as.example/token");

  private final CountDownLatch closed = new CountDownLatch(1);

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 204 Nothing\r\n\r\n",
        "HTTP/1.1 500 Broken\r\nContent-Length: 2\r\n\r\n{}",
      })
  void connectionShouldBeClosedAfterAnAnswer(String answer) throws Exception {
    try (var server = open(answer)) {
      assertThat(transport().send(request(server.uri("/token"))).toString()).contains("Response");
      assertClosed();
    }
  }

  @Test
  void connectionShouldBeClosedAfterAnAnswerOverTls() throws Exception {
    var certificates = Certificates.good();
    try (var server =
        ScriptedServer.start(
            certificates.server(), untilClosed("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"))) {
      assertResponse(transport(certificates.trust()).send(request(server.uri("/token"))), 200);
      assertClosed();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "TOO_LARGE, Content-Length: 100000",
    "GARBLED, Content-Length: two",
    "GARBLED, Content-Encoding: br",
    "GARBLED, no colon",
  })
  void connectionShouldBeClosedAfterAnAnswerThatIsNoneToUse(Failure failure, String header)
      throws Exception {
    String answer = "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n" + "x".repeat(100_000);
    try (var server = open(answer)) {
      assertUnknown(transport().send(request(server.uri("/token"), PLENTY, 100)), failure);
      assertClosed();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 403 No\r\n\r\n", "HTTP/1.1 407 Who\r\n\r\n", "smtp\r\n\r\n"})
  void connectionToAProxyShouldBeClosedWhenThereIsNoTunnel(String answer) throws Exception {
    try (var proxy = open(answer)) {
      assertNotSent(through(proxy, () -> "Basic x").send(request(BEHIND_A_PROXY)), Failure.PROXY);
      assertClosed();
    }
  }

  @Test
  void connectionToAProxyShouldBeClosedWhenTheSupplierOfItsCredentialsThrows() throws Exception {
    try (var proxy =
        ScriptedServer.start(
            peer -> {
              peer.awaitEnd();
              closed.countDown();
            })) {
      OAuthTransport transport =
          through(
              proxy,
              () -> {
                throw new IllegalStateException("no credentials");
              });
      assertNotSent(transport.send(request(BEHIND_A_PROXY)), Failure.PROXY);
      assertClosed();
    }
  }

  @Test
  void tunnelShouldBeClosedAfterAnAnswer() throws Exception {
    try (var proxy =
        ScriptedServer.start(
            peer -> {
              peer.readRequest();
              peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
              untilClosed("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").serve(peer);
            })) {
      assertResponse(through(proxy, () -> "Basic x").send(request(BEHIND_A_PROXY)), 200);
      assertClosed();
    }
  }

  private ScriptedServer open(String answer) {
    return ScriptedServer.start(untilClosed(answer));
  }

  /** Script that leaves it to the client to close the connection. */
  private ScriptedServer.Script untilClosed(String answer) {
    return peer -> {
      peer.readRequest();
      try {
        peer.write(answer);
      } finally {
        peer.awaitEnd();
        closed.countDown();
      }
    };
  }

  private void assertClosed() throws InterruptedException {
    assertThat(closed.await(10, TimeUnit.SECONDS)).as("the other side sees the end").isTrue();
  }

  private static OAuthTransport through(ScriptedServer proxy, Supplier<String> authorization) {
    return transport(
        loopback(),
        defaultTls(),
        Optional.of(new Proxy("proxy.example", proxy.port(), false, Optional.of(authorization))));
  }
}
