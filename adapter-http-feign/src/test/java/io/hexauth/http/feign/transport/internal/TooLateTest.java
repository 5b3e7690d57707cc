// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.assertNotSent;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertResponse;
import static io.hexauth.http.feign.transport.internal.TransportFixture.loopback;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.testkit.http.Certificates;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tunnel and TLS may take long, so the request is asked afterwards whether it may still be sent.
 */
@Timeout(60)
class TooLateTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  private final Certificates certificates = Certificates.forAnotherHost();
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Both sides have completed the handshake when the server has read a byte, or the end. */
  @ParameterizedTest(name = "may leave: {0}")
  @ValueSource(booleans = {true, false})
  void requestShouldBeAskedOnceTunnelAndTlsStand(boolean mayLeave) throws Exception {
    var asked = new AtomicInteger();
    var tunnelled = new AtomicBoolean();
    try (var server =
            ScriptedServer.start(
                certificates.server(),
                peer -> {
                  peer.readRequest();
                  peer.write(OK);
                });
        var proxy =
            ScriptedServer.start(
                peer -> {
                  peer.readRequest();
                  peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
                  tunnelled.set(true);
                  try {
                    peer.passOnTo(server.port());
                  } finally {
                    ended.countDown(); // by a normal close or a reset
                  }
                })) {
      OAuthTransport transport =
          TransportFixture.transport(
              loopback(),
              certificates.trust(),
              Optional.of(new Proxy("127.0.0.1", proxy.port(), false, Optional.empty())));
      TransportRequest request =
          TransportFixture.request(URI.create("https://as.example/token")).toBuilder()
              .mayLeave(
                  () -> {
                    asked.incrementAndGet();
                    assertThat(tunnelled).isTrue();
                    assertThat(server.accepted).hasValue(1);
                    return mayLeave;
                  })
              .build();

      TransportResult result = transport.send(request);

      if (mayLeave) {
        assertResponse(result, 200);
      } else {
        assertNotSent(result, Failure.TOO_LATE);
        assertThat(((TransportResult.NotSent) result).retryable()).isTrue();
      }
      assertThat(ended.await(20, TimeUnit.SECONDS)).as("the connection ends").isTrue();
      assertThat(asked).hasValue(1);
      assertThat(server.requests).hasSize(mayLeave ? 1 : 0);
    }
  }

  /** If closing a stream asked a second time, it could send a part of the request. */
  @ParameterizedTest(name = "with {0} bytes")
  @ValueSource(ints = {0, 1, 2_000, 100_000})
  void requestThatWasRefusedOnceShouldNotLeaveLater(int bytes) throws Exception {
    var asked = new AtomicInteger();
    try (var server =
        ScriptedServer.start(
            peer -> {
              try {
                peer.readRequest();
              } finally {
                ended.countDown();
              }
            })) {
      TransportRequest request =
          TransportFixture.post(server.uri("/token"), "a".repeat(bytes))
              .mayLeave(() -> asked.incrementAndGet() > 1)
              .build();

      assertNotSent(TransportFixture.transport().send(request), Failure.TOO_LATE);

      assertThat(ended.await(20, TimeUnit.SECONDS)).as("the connection ends").isTrue();
      assertThat(asked).hasValue(1);
      assertThat(server.requests).isEmpty();
    }
  }

  @Test
  void requestWhoseConditionThrowsShouldNotLeave() throws Exception {
    try (var server = ScriptedServer.start(ScriptedServer.Peer::readRequest)) {
      TransportRequest request =
          TransportFixture.post(server.uri("/token"), "a=b")
              .mayLeave(
                  () -> {
                    throw new IllegalStateException("a defect");
                  })
              .build();

      assertThat(TransportFixture.transport().send(request))
          .isInstanceOf(TransportResult.NotSent.class);

      assertThat(server.requests).isEmpty();
    }
  }

  /** A request with several writes is asked before the first write only. */
  @Test
  void requestThatHasBegunShouldBeFinished() throws Exception {
    var asked = new AtomicInteger();
    try (var server = ScriptedServer.answering(OK)) {
      TransportRequest request =
          TransportFixture.post(server.uri("/token"), "a=" + "b".repeat(100_000))
              .mayLeave(() -> asked.incrementAndGet() == 1)
              .build();

      assertResponse(TransportFixture.transport().send(request), 200);

      assertThat(asked).hasValue(1);
    }
  }
}
