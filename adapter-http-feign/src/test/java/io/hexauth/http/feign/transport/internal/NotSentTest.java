// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.assertNotSent;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertResponse;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertUnknown;
import static io.hexauth.http.feign.transport.internal.TransportFixture.loopback;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.testkit.fault.RefusingPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that were certainly not sent, and why. */
@Timeout(60)
class NotSentTest {

  @Test
  void unknownHostShouldEndUnsent() {
    TransportResult result =
        transport(
                host -> {
                  throw new UnknownHostException(host);
                })
            .send(request(URI.create("https://as.example/token")));
    assertNotSent(result, Failure.LOOKUP);
    assertThat(result.toString()).contains("as.example");
  }

  @Test
  void hostWithoutAddressesShouldEndUnsent() {
    assertNotSent(
        transport(host -> new InetAddress[0]).send(request(URI.create("https://as.example/token"))),
        Failure.LOOKUP);
  }

  @Test
  void resolverThatFailsInItsOwnWayShouldEndUnsent() {
    assertNotSent(
        transport(
                host -> {
                  throw new IllegalStateException("no resolver");
                })
            .send(request(URI.create("https://as.example/token"))),
        Failure.LOOKUP);
  }

  @Test
  void hostShouldBeLookedUpAgainWhenTheLookUpBeforeFailed() throws IOException {
    var known = new AtomicBoolean();
    var transport =
        transport(
            host -> {
              if (!known.get()) {
                throw new UnknownHostException(host);
              }
              return loopback().resolve(host);
            });
    try (var server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) {
      URI uri = URI.create("http://localhost:" + server.port() + "/token");
      assertNotSent(transport.send(request(uri)), Failure.LOOKUP);
      known.set(true);
      assertResponse(transport.send(request(uri)), 200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void refusedConnectionShouldEndUnsent(String scheme) {
    try (var down = RefusingPort.open()) {
      URI uri = URI.create(scheme + "://127.0.0.1:" + down.port() + "/token");
      assertNotSent(transport().send(request(uri)), Failure.CONNECT);
    }
  }

  @Test
  void nextAddressShouldBeTriedWhenTheFirstRefuses() throws IOException {
    try (var server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) {
      var transport =
          transport(
              host ->
                  new InetAddress[] {
                    InetAddress.getByAddress(new byte[] {127, 0, 0, 99}),
                    InetAddress.getByAddress(new byte[] {127, 0, 0, 1})
                  });
      URI uri = URI.create("http://localhost:" + server.port() + "/token");
      assertResponse(transport.send(request(uri)), 200);
      assertThat(server.accepted).hasValue(1);
    }
  }

  @Test
  void secondAddressShouldNotBeTriedOnceTheRequestIsOut() throws IOException {
    try (var server = ScriptedServer.start(ScriptedServer.Peer::readRequest)) {
      InetAddress there = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      var transport = transport(host -> new InetAddress[] {there, there, there});
      URI uri = URI.create("http://localhost:" + server.port() + "/token");
      assertUnknown(transport.send(request(uri)), Failure.CUT);
      assertThat(server.accepted).hasValue(1);
    }
  }

  @Test
  void plainHttpShouldEndUnsentWhenLocalhostIsAnotherMachine() throws IOException {
    InetAddress elsewhere = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
    var transport = transport(host -> new InetAddress[] {elsewhere});
    assertNotSent(transport.send(request(URI.create("http://localhost:1/token"))), Failure.LOOKUP);
  }

  /** The JDK would connect to 127.0.0.1 for 0.0.0.0, so a server would accept it. */
  @ParameterizedTest(name = "the other address is number {0}")
  @ValueSource(ints = {0, 1, 2})
  void plainHttpShouldEndUnsentWhenOnlyAnAddressThatIsNotLoopbackAccepts(int place)
      throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    addresses.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 98}));
    addresses.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 99}));
    addresses.add(place, InetAddress.getByAddress(new byte[] {0, 0, 0, 0}));
    try (var server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) {
      var transport = transport(host -> addresses.toArray(InetAddress[]::new));
      URI uri = URI.create("http://localhost:" + server.port() + "/token");
      assertNotSent(transport.send(request(uri)), Failure.CONNECT);
      assertThat(server.accepted).hasValue(0);
    }
  }

  @Test
  void hostShouldBeLookedUpAgainForEveryRequest() throws IOException {
    var lookups = new java.util.concurrent.atomic.AtomicInteger();
    try (var server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) {
      var transport =
          transport(
              host -> {
                lookups.incrementAndGet();
                return new InetAddress[] {InetAddress.getByAddress(new byte[] {127, 0, 0, 1})};
              });
      URI uri = URI.create("http://localhost:" + server.port() + "/token");
      assertResponse(transport.send(request(uri)), 200);
      assertResponse(transport.send(request(uri)), 200);
      assertThat(lookups).hasValue(2);
    }
  }
}
