// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.PLENTY;
import static io.hexauth.http.feign.transport.internal.TransportFixture.SHORT;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertNotSent;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertResponse;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertUnknown;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.text;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.testkit.http.Certificates;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with valid settings, and with each invalid one. */
@Timeout(60)
class TlsTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  private final Certificates certificates = Certificates.good();

  @Test
  void requestShouldTravelOverTlsToATrustedServer() throws Exception {
    try (var server = ScriptedServer.start(certificates.server(), TlsTest::answer)) {
      var result = transport(certificates.trust()).send(request(server.uri("/token")));
      assertThat(text(assertResponse(result, 200))).isEqualTo("{}");
      URI byName = URI.create("https://localhost:" + server.port() + "/token");
      assertResponse(transport(certificates.trust()).send(request(byName)), 200);
    }
  }

  @Test
  void certificateOfAnUnknownAuthorityShouldEndUnsent() throws Exception {
    assertRefused(certificates.server(), TransportFixture.defaultTls());
  }

  @Test
  void certificateForAnotherHostShouldEndUnsent() throws Exception {
    var another = Certificates.forAnotherHost();
    assertRefused(another.server(), another.trust());
  }

  @Test
  void expiredCertificateShouldEndUnsent() throws Exception {
    var expired = Certificates.expired();
    assertRefused(expired.server(), expired.trust());
  }

  @Test
  void serverThatSpeaksPlainHttpShouldEndUnsent() throws Exception {
    try (var server = ScriptedServer.start(peer -> peer.write("HTTP/1.1 400 Bad\r\n\r\n"))) {
      URI uri = URI.create("https://127.0.0.1:" + server.port() + "/token");
      assertNotSent(transport().send(request(uri)), Failure.TLS);
    }
  }

  @Test
  void serverThatClosesInTheHandshakeShouldEndUnsent() throws Exception {
    try (var server = ScriptedServer.start(peer -> {})) {
      URI uri = URI.create("https://127.0.0.1:" + server.port() + "/token");
      assertNotSent(transport().send(request(uri)), Failure.TLS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1", "TLSv1.1"})
  void oldProtocolShouldEndUnsent(String protocol) throws Exception {
    try (var listener =
        (SSLServerSocket)
            certificates
                .server()
                .getServerSocketFactory()
                .createServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
      listener.setEnabledProtocols(new String[] {protocol});
      var thread =
          new Thread(
              () -> {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                  socket.startHandshake();
                } catch (java.io.IOException e) {
                  // The handshake was refused, as expected.
                }
              });
      thread.setDaemon(true);
      thread.start();
      URI uri = URI.create("https://127.0.0.1:" + listener.getLocalPort() + "/token");
      assertNotSent(transport(certificates.trust()).send(request(uri)), Failure.TLS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void serverThatKeepsTheConnectionOpenShouldNotHoldTheAnswerUp(String protocol) throws Exception {
    try (var server =
        ScriptedServer.start(
            certificates.server(),
            peer -> {
              peer.speakOnly(protocol);
              peer.readRequest();
              peer.write(OK);
              peer.hang();
            })) {
      var transport = transport(certificates.trust());
      assertResponse(transport.send(request(server.uri("/token"))), 200);
      long start = System.nanoTime();
      assertResponse(transport.send(request(server.uri("/token"))), 200);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }
  }

  @Test
  void cutAfterTheRequestShouldBeUnknown() throws Exception {
    try (var server =
        ScriptedServer.start(certificates.server(), ScriptedServer.Peer::readRequest)) {
      assertUnknown(
          transport(certificates.trust()).send(request(server.uri("/token"))), Failure.CUT);
      assertThat(server.accepted).hasValue(1);
    }
  }

  @Test
  void silenceAfterTheRequestShouldEndAtTheDeadline() throws Exception {
    try (var server =
        ScriptedServer.start(
            certificates.server(),
            peer -> {
              peer.readRequest();
              peer.hang();
            })) {
      var transport = transport(certificates.trust());
      Duration handshakeAndMore = SHORT.multipliedBy(2);
      long start = System.nanoTime();
      assertUnknown(
          transport.send(request(server.uri("/token"), handshakeAndMore)), Failure.DEADLINE);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isLessThan(handshakeAndMore.plusSeconds(8));
    }
  }

  @Test
  void bodyWithoutEndShouldEndWhenItIsTooLarge() throws Exception {
    try (var server =
        ScriptedServer.start(
            certificates.server(),
            peer -> {
              peer.readRequest();
              peer.write("HTTP/1.1 200 OK\r\n\r\n");
              peer.flood(" ".repeat(500));
            })) {
      long start = System.nanoTime();
      assertUnknown(
          transport(certificates.trust()).send(request(server.uri("/token"), PLENTY)),
          Failure.TOO_LARGE);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  private static void answer(ScriptedServer.Peer peer) throws Exception {
    peer.readRequest();
    peer.write(OK);
  }

  private static void assertRefused(SSLContext server, SSLContext trust) throws Exception {
    try (var https = ScriptedServer.start(server, TlsTest::answer)) {
      assertNotSent(transport(trust).send(request(https.uri("/token"))), Failure.TLS);
      assertThat(https.requests).isEmpty();
    }
  }
}
