// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.SHORT;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertNotSent;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertResponse;
import static io.hexauth.http.feign.transport.internal.TransportFixture.defaultTls;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.http.feign.FeignTransportConfig;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.testkit.guice.StrictInjector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time limit of one address, and the attempt with the next one. */
@Timeout(60)
class ConnectTest {

  private static final Duration BRIEF = Duration.ofMillis(200);

  private static InetAddress loopback(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  @Test
  void nextAddressShouldBeTriedWhenTheFirstTakesTooLong() throws Exception {
    try (var server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        var full = new FullListener(loopback(99), server.port())) {
      InetAddress[] both = {loopback(99), loopback(1)};
      OAuthTransport transport = transport(host -> both, defaultTls(), Optional.empty(), BRIEF);

      assertResponse(
          transport.send(request(URI.create("http://localhost:" + full.port() + "/token"))), 200);
    }
  }

  @ParameterizedTest(name = "{0}, then {1}: {2}")
  @CsvSource({"99, 98, no address accepts the connection", "98, 99, connecting took too long"})
  void detailShouldSayWhatBecameOfTheLastAddress(int first, int last, String detail)
      throws Exception {
    try (var full = new FullListener(loopback(99), 0)) {
      InetAddress[] both = {loopback(first), loopback(last)};
      OAuthTransport transport = transport(host -> both, defaultTls(), Optional.empty(), BRIEF);

      TransportResult result =
          transport.send(request(URI.create("http://localhost:" + full.port() + "/token")));

      assertNotSent(result, Failure.CONNECT);
      assertThat(((TransportResult.NotSent) result).detail()).isEqualTo(detail);
    }
  }

  @Test
  void connectTimeoutOfTheConfigurationShouldEndTheRequestUnsent() throws Exception {
    try (var full = new FullListener(loopback(1), 0)) {
      OAuthTransport transport =
          StrictInjector.create(
                  new FeignTransportModule(
                      FeignTransportConfig.defaults().withConnectTimeout(BRIEF)))
              .getInstance(OAuthTransport.class);
      long start = System.nanoTime();

      TransportResult result =
          transport.send(request(URI.create("http://127.0.0.1:" + full.port() + "/token")));

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(BRIEF, SHORT.plusSeconds(8));
      assertNotSent(result, Failure.CONNECT);
      assertThat(((TransportResult.NotSent) result).detail()).contains("took too long");
      assertThat(((TransportResult.NotSent) result).retryable()).isTrue();
    }
  }
}
