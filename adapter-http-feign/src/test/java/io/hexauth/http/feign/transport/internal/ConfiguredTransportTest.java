// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.assertNotSent;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertResponse;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.http.feign.FeignTransportConfig;
import io.hexauth.http.feign.FeignTransportConfig.ProxyCredentials;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.Reach;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.http.Certificates;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The transport follows its configuration. */
@Timeout(60)
class ConfiguredTransportTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  private static final URI BEHIND_A_PROXY = URI.create("http://as.example:8080/token");

  private final FeignTransportConfig defaults = FeignTransportConfig.defaults();

  private static OAuthTransport transport(FeignTransportConfig config) {
    return StrictInjector.create(new FeignTransportModule(config))
        .getInstance(OAuthTransport.class);
  }

  private static ScriptedServer https(Certificates certificates) throws Exception {
    return ScriptedServer.start(
        certificates.server(),
        peer -> {
          peer.readRequest();
          peer.write(OK);
        });
  }

  @Test
  void authorityOfTheContextShouldBeTrustedAndNoOther() throws Exception {
    Certificates own = Certificates.good();
    Certificates other = Certificates.forAnotherHost();
    try (var server = https(own)) {
      assertNotSent(transport(defaults).send(request(server.uri("/token"))), Failure.TLS);
      assertNotSent(
          transport(defaults.withSslContext(other.trust())).send(request(server.uri("/token"))),
          Failure.TLS);
      assertResponse(
          transport(defaults.withSslContext(own.trust())).send(request(server.uri("/token"))), 200);
    }
  }

  @Test
  void proxyShouldBeAskedWithTheCredentialsOfTheMoment() throws Exception {
    var asked = new AtomicInteger();
    try (var proxy = ScriptedServer.answering("HTTP/1.1 502 No\r\n\r\n")) {
      OAuthTransport transport =
          transport(
              defaults.withProxy(
                  "127.0.0.1",
                  proxy.port(),
                  () -> ProxyCredentials.of("a", "b" + asked.incrementAndGet())));
      assertThat(asked).hasValue(0);

      assertNotSent(transport.send(request(BEHIND_A_PROXY)), Failure.PROXY);
      assertNotSent(transport.send(request(BEHIND_A_PROXY)), Failure.PROXY);

      assertThat(proxy.requests.get(0)).contains("\r\nProxy-Authorization: Basic YTpiMQ==\r\n");
      assertThat(proxy.requests.get(1)).contains("\r\nProxy-Authorization: Basic YTpiMg==\r\n");
    }
  }

  @Test
  void proxyShouldBeAskedWithoutCredentialsWhenThereAreNone() throws Exception {
    try (var proxy = ScriptedServer.answering("HTTP/1.1 502 No\r\n\r\n")) {
      assertNotSent(
          transport(defaults.withProxy("127.0.0.1", proxy.port())).send(request(BEHIND_A_PROXY)),
          Failure.PROXY);
      assertThat(proxy.requests)
          .containsExactly("CONNECT as.example:8080 HTTP/1.1\r\nHost: as.example:8080\r\n\r\n");
    }
  }

  @ParameterizedTest(name = "the proxy enforces the reach: {0}")
  @ValueSource(booleans = {true, false})
  void proxyShouldBeAskedForPublicAddressesIfItEnforcesThem(boolean enforces) throws Exception {
    try (var proxy = ScriptedServer.answering("HTTP/1.1 502 No\r\n\r\n")) {
      FeignTransportConfig config =
          defaults.withProxy("127.0.0.1", proxy.port()).withProxyEnforcesReach(enforces);

      assertNotSent(
          transport(config).send(request(BEHIND_A_PROXY).toBuilder().reach(Reach.PUBLIC).build()),
          enforces ? Failure.PROXY : Failure.NOT_PUBLIC);

      assertThat(proxy.accepted).hasValue(enforces ? 1 : 0);
    }
  }
}
