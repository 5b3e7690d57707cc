// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.assertNotSent;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertResponse;
import static io.hexauth.http.feign.transport.internal.TransportFixture.contexts;
import static io.hexauth.http.feign.transport.internal.TransportFixture.defaultTls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.Reach;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request that may go only to public addresses is never connected to another address, whatever
 * its name resolves to.
 */
@Timeout(60)
class ReachTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  private final Threads threads = new Threads();
  private final List<String> lookedUp = new CopyOnWriteArrayList<>();

  private OAuthTransport transport(
      HostLookup.Resolver resolver, Optional<Proxy> proxy, Predicate<InetAddress> isPublic) {
    var lookup =
        new HostLookup(
            host -> {
              lookedUp.add(host);
              return resolver.resolve(host);
            },
            threads.lookups());
    return new FeignTransport(
        new Dialer(lookup, contexts(defaultTls()), proxy, isPublic),
        threads,
        Duration.ofSeconds(5));
  }

  private static InetAddress loopback(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  private static TransportRequest forPublic(String uri) {
    return TransportFixture.request(URI.create(uri)).toBuilder().reach(Reach.PUBLIC).build();
  }

  /** There are two addresses with a server each; 127.0.0.1 counts as public, and comes last. */
  @Test
  void onlyThePublicAddressesOfANameShouldBeConnectedTo() throws Exception {
    InetAddress[] both = {loopback(99), loopback(1)};
    try (var server = ScriptedServer.answering(OK);
        var trap = new ServerSocket(server.port(), 5, loopback(99))) {
      trap.setSoTimeout(1);
      Predicate<InetAddress> isPublic = both[1]::equals;
      String uri = "http://as.example:" + server.port() + "/token";
      OAuthTransport transport = transport(host -> both, Optional.empty(), isPublic);

      assertResponse(transport.send(forPublic(uri)), 200);

      assertThat(server.accepted).hasValue(1);
      assertThat(lookedUp).as("what was checked is not looked up again").hasSize(1);
      assertThat(catchThrowable(trap::accept))
          .as("no connection waits")
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  /** A name server with a different answer each time: the first answer is checked and used. */
  @Test
  void nameThatIsBoundAgainShouldNotBeFollowed() throws Exception {
    try (var server = ScriptedServer.answering(OK)) {
      HostLookup.Resolver rebinding =
          host -> new InetAddress[] {InetAddress.getByAddress(new byte[] {127, 0, 0, 1})};
      String uri = "http://as.example:" + server.port() + "/token";
      OAuthTransport transport =
          transport(
              host -> {
                InetAddress[] checked = {InetAddress.getByName("10.0.0.1")};
                return lookedUp.size() == 1 ? checked : rebinding.resolve(host);
              },
              Optional.empty(),
              address -> false);

      assertNotSent(transport.send(forPublic(uri)), Failure.NOT_PUBLIC);

      assertThat(lookedUp).hasSize(1);
      assertThat(server.accepted).hasValue(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "192.168.1.1",
        "0.0.0.0",
        "::1",
        "fe80::1",
        "fd00::1",
        "64:ff9b::a00:1"
      })
  void nameThatLeadsToAnotherAddressShouldEndUnsentAndNotBeTriedAgain(String address)
      throws Exception {
    InetAddress[] found = {InetAddress.getByName(address)};
    OAuthTransport transport =
        transport(host -> found, Optional.empty(), PublicAddresses::contains);

    TransportResult result = transport.send(forPublic("https://rebound.example/jwks"));

    assertNotSent(result, Failure.NOT_PUBLIC);
    var problem = (TransportResult.NotSent) result;
    assertThat(problem.detail()).contains("rebound.example").doesNotContain(address);
    assertThat(problem.retryable()).isFalse();
  }

  @Test
  void proxyShouldNotBeAskedUnlessItEnforcesTheReach() throws Exception {
    try (var proxy = ScriptedServer.answering("HTTP/1.1 502 No\r\n\r\n")) {
      for (boolean enforces : new boolean[] {false, true}) {
        var through = new Proxy("127.0.0.1", proxy.port(), enforces, Optional.empty());
        OAuthTransport transport =
            transport(InetAddress::getAllByName, Optional.of(through), PublicAddresses::contains);

        assertNotSent(
            transport.send(forPublic("https://as.example/token")),
            enforces ? Failure.PROXY : Failure.NOT_PUBLIC);

        assertThat(proxy.accepted).hasValue(enforces ? 1 : 0);
      }
    }
  }

  /** Requests to loopback do not use the proxy, so the proxy cannot refuse them. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]"})
  void loopbackShouldBeRefusedBesideAProxyThatEnforcesTheReach(String host) throws Exception {
    try (var proxy = ScriptedServer.answering("HTTP/1.1 502 No\r\n\r\n")) {
      var through = new Proxy("127.0.0.1", proxy.port(), true, Optional.empty());
      OAuthTransport transport =
          transport(InetAddress::getAllByName, Optional.of(through), PublicAddresses::contains);

      assertNotSent(transport.send(forPublic("http://" + host + ":1/t")), Failure.NOT_PUBLIC);

      assertThat(proxy.accepted).hasValue(0);
    }
  }
}
