// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.SHORT;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertNotSent;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertUnknown;
import static io.hexauth.http.feign.transport.internal.TransportFixture.post;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One deadline for the whole exchange (T10). */
@Timeout(60)
class DeadlineTest {

  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  @Test
  void lookupThatHangsShouldEndUnsent() throws IOException {
    var forever = new CountDownLatch(1);
    OAuthTransport transport =
        transport(
            host -> {
              awaitQuietly(forever);
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            });
    assertNotSent(
        inTime(() -> transport.send(request(URI.create("https://as.example/"), SHORT))),
        Failure.DEADLINE);
    forever.countDown();
  }

  @Test
  void hostThatDoesNotAnswerShouldEndUnsent() throws IOException {
    try (var full = new FullListener(InetAddress.getLoopbackAddress(), 0)) {
      URI uri = URI.create("http://127.0.0.1:" + full.port() + "/token");
      assertNotSent(inTime(() -> transport().send(request(uri, SHORT))), Failure.DEADLINE);
    }
  }

  @Test
  void serverThatDoesNotFinishTlsShouldEndUnsent() throws IOException {
    try (var server = ScriptedServer.start(ScriptedServer.Peer::hang)) {
      URI uri = URI.create("https://127.0.0.1:" + server.port() + "/token");
      assertNotSent(inTime(() -> transport().send(request(uri, SHORT))), Failure.DEADLINE);
    }
  }

  @Test
  void serverThatDoesNotReadShouldEndUnknown() throws IOException {
    try (var server = ScriptedServer.start(ScriptedServer.Peer::hang)) {
      TransportRequest big =
          post(server.uri("/token"), "a=" + "b".repeat(32 << 20)).deadline(SHORT).build();
      assertUnknown(inTime(() -> transport().send(big)), Failure.DEADLINE);
    }
  }

  @Test
  void serverThatIsSilentShouldEndUnknown() throws IOException {
    assertDeadline(ScriptedServer.Peer::hang);
  }

  @Test
  void headersThatDripShouldEndUnknown() throws IOException {
    assertDeadline(peer -> peer.drip(HEAD + "X-Long: " + "x".repeat(4000)));
  }

  @Test
  void bodyThatDripsShouldEndUnknown() throws IOException {
    assertDeadline(
        peer -> {
          peer.write(HEAD + "Content-Length: 1000\r\n\r\n");
          peer.drip(" ");
        });
  }

  @Test
  void chunksThatDripShouldEndUnknown() throws IOException {
    assertDeadline(
        peer -> {
          peer.write(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
          peer.drip("1\r\nx\r\n");
        });
  }

  @Test
  void informationalAnswersWithoutEndShouldEndUnknown() throws IOException {
    assertDeadline(peer -> peer.flood("HTTP/1.1 100 Continue\r\n\r\n"));
  }

  @Test
  void bodyWithoutEndShouldEndUnknownWhenTheCapIsFarAway() throws IOException {
    try (var server =
        ScriptedServer.start(
            peer -> {
              peer.readRequest();
              peer.write(HEAD + "\r\n");
              peer.drip(" ");
            })) {
      assertUnknown(
          inTime(() -> transport().send(request(server.uri("/token"), SHORT, 1 << 30))),
          Failure.DEADLINE);
    }
  }

  @Test
  void callersOfAHostThatHangsShouldShareOneLookup() throws Exception {
    var forever = new CountDownLatch(1);
    var lookups = new java.util.concurrent.atomic.AtomicInteger();
    OAuthTransport transport =
        transport(
            host -> {
              lookups.incrementAndGet();
              awaitQuietly(forever);
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            });
    var callers = new ArrayList<Thread>();
    for (int i = 0; i < 50; i++) {
      var caller =
          new Thread(() -> transport.send(request(URI.create("https://as.example/"), SHORT)));
      caller.start();
      callers.add(caller);
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(lookups).hasValue(1);
    forever.countDown();
  }

  private static void assertDeadline(ScriptedServer.Script afterRequest) throws IOException {
    try (var server =
        ScriptedServer.start(
            peer -> {
              peer.readRequest();
              afterRequest.serve(peer);
            })) {
      assertUnknown(
          inTime(() -> transport().send(request(server.uri("/token"), SHORT))), Failure.DEADLINE);
      assertThat(server.requests).hasSize(1);
    }
  }

  /** Checks that the call ends after its deadline, and not much later. */
  private static TransportResult inTime(Supplier<TransportResult> call) {
    long start = System.nanoTime();
    TransportResult result = call.get();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(SHORT.minusMillis(10), SHORT.plusSeconds(8));
    return result;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
