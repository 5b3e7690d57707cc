// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.PLENTY;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertNotSent;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertUnknown;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.testkit.http.Certificates;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupt ends the call immediately at each place, and is kept. */
@Timeout(60)
class InterruptTest {

  @Test
  void interruptBeforeTheCallShouldEndItUnsent() throws Exception {
    try (var server = ScriptedServer.start(ScriptedServer.Peer::hang)) {
      assertNotSent(
          interrupted(transport(), server.uri("/token"), new CountDownLatch(0)),
          Failure.INTERRUPTED);
      assertThat(server.requests).isEmpty();
    }
  }

  @Test
  void interruptDuringTheLookupShouldEndItUnsent() throws Exception {
    var asked = new CountDownLatch(1);
    var forever = new CountDownLatch(1);
    OAuthTransport transport =
        transport(
            host -> {
              asked.countDown();
              try {
                forever.await(30, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new InetAddress[0];
            });
    assertNotSent(
        interrupted(transport, URI.create("https://as.example/"), asked), Failure.INTERRUPTED);
    forever.countDown();
  }

  @Test
  void interruptDuringTheHandshakeShouldEndItUnsent() throws Exception {
    var connected = new CountDownLatch(1);
    try (var server =
        ScriptedServer.start(
            peer -> {
              connected.countDown();
              peer.hang();
            })) {
      URI uri = URI.create("https://127.0.0.1:" + server.port() + "/");
      assertNotSent(interrupted(transport(), uri, connected), Failure.INTERRUPTED);
    }
  }

  @Test
  void interruptWhileWaitingForTheAnswerShouldEndItUnknown() throws Exception {
    var asked = new CountDownLatch(1);
    try (var server =
        ScriptedServer.start(
            peer -> {
              peer.readRequest();
              asked.countDown();
              peer.hang();
            })) {
      assertUnknown(interrupted(transport(), server.uri("/token"), asked), Failure.INTERRUPTED);
      assertThat(server.accepted).hasValue(1);
    }
  }

  @Test
  void interruptWithinTheBodyShouldEndItUnknownOverTlsToo() throws Exception {
    var certificates = Certificates.good();
    var asked = new CountDownLatch(1);
    try (var server =
        ScriptedServer.start(
            certificates.server(),
            peer -> {
              peer.readRequest();
              peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{");
              asked.countDown();
              peer.hang();
            })) {
      assertUnknown(
          interrupted(transport(certificates.trust()), server.uri("/token"), asked),
          Failure.INTERRUPTED);
    }
  }

  private static TransportResult interrupted(OAuthTransport transport, URI uri, CountDownLatch when)
      throws InterruptedException {
    var result = new AtomicReference<TransportResult>();
    var kept = new AtomicReference<Boolean>();
    var caller =
        new Thread(
            () -> {
              if (when.getCount() == 0) {
                Thread.currentThread().interrupt();
              }
              result.set(transport.send(request(uri, PLENTY)));
              kept.set(Thread.currentThread().isInterrupted());
            });
    caller.start();
    assertThat(when.await(10, TimeUnit.SECONDS)).isTrue();
    long start = System.nanoTime();
    caller.interrupt();
    caller.join();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    assertThat(kept).hasValue(true);
    return result.get();
  }
}
