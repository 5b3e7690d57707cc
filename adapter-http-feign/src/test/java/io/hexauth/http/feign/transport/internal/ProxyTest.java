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

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.testkit.fault.RefusingPort;
import io.hexauth.testkit.http.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A forward proxy on loopback between the transport and a server that only the proxy can resolve.
 */
@Timeout(60)
class ProxyTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  private static final String STANDS = "HTTP/1.1 200 Connection established\r\n\r\n";
  private static final URI SERVER = URI.create("https://as.example/token");

  private final List<String> lookedUp = new CopyOnWriteArrayList<>();
  private final AtomicInteger suppliers = new AtomicInteger();

  private InetAddress[] resolve(String host) throws UnknownHostException {
    lookedUp.add(host);
    if (!host.equals("proxy.example") && !host.equals("127.0.0.1")) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {InetAddress.getByAddress(new byte[] {127, 0, 0, 1})};
  }

  private OAuthTransport through(ScriptedServer proxy) throws Exception {
    return through(proxy, Optional.empty());
  }

  private OAuthTransport through(ScriptedServer proxy, Optional<Supplier<String>> authorization)
      throws Exception {
    return transport(
        this::resolve,
        Certificates.forAnotherHost().trust(),
        Optional.of(new Proxy("proxy.example", proxy.port(), false, authorization)));
  }

  private static ScriptedServer tunnelTo(ScriptedServer server) {
    return tunnelTo(server, STANDS);
  }

  private static ScriptedServer tunnelTo(ScriptedServer server, String answer) {
    return ScriptedServer.start(
        peer -> {
          peer.readRequest();
          peer.write(answer);
          peer.passOnTo(server.port());
        });
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
  void requestShouldTravelOverTlsInsideTheTunnelAndTheProxyFindTheServer() throws Exception {
    try (var server = https(Certificates.forAnotherHost());
        var proxy = tunnelTo(server)) {
      var response = assertResponse(through(proxy).send(request(SERVER)), 200);

      assertThat(text(response)).isEqualTo("{}");
      assertThat(proxy.requests)
          .containsExactly("CONNECT as.example:443 HTTP/1.1\r\nHost: as.example:443\r\n\r\n");
      assertThat(server.requests)
          .singleElement()
          .asString()
          .startsWith("POST /token HTTP/1.1\r\n")
          .contains("\r\nHost: as.example\r\n")
          .doesNotContain("Proxy-");
      assertThat(lookedUp).containsExactly("proxy.example");
    }
  }

  @Test
  void plainHttpShouldUseATunnelToo() throws Exception {
    try (var server = ScriptedServer.answering(OK);
        var proxy = tunnelTo(server)) {
      URI uri = URI.create("http://keycloak:8080/token");

      assertResponse(through(proxy).send(request(uri)), 200);

      assertThat(proxy.requests.get(0)).startsWith("CONNECT keycloak:8080 HTTP/1.1\r\n");
      assertThat(proxy.requests.get(0)).doesNotContain("Authorization", "refresh_token");
      assertThat(server.requests.get(0)).startsWith("POST /token HTTP/1.1\r\n");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "https://as.example:8443/x, as.example:8443",
    "https://AS.example/x,      AS.example:443",
    "https://[2001:db8::1]/x,   [2001:db8::1]:443",
    "https://192.0.2.1:9/x,     192.0.2.1:9",
    "http://as.example/x,       as.example:80",
    "http://as.example:443/x,   as.example:443"
  })
  void proxyShouldBeToldHostAndPort(URI uri, String authority) throws Exception {
    try (var proxy = ScriptedServer.answering("HTTP/1.1 502 No\r\n\r\n")) {
      assertNotSent(through(proxy).send(request(uri)), Failure.PROXY);

      assertThat(proxy.requests)
          .containsExactly("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
    }
  }

  /**
   * For the proxy, loopback would be the proxy's machine, and plain HTTP may be allowed for
   * loopback.
   */
  @Test
  void loopbackShouldBeReachedDirectly() throws Exception {
    try (var server = ScriptedServer.answering(OK);
        var proxy = ScriptedServer.start(ScriptedServer.Peer::readRequest)) {
      assertResponse(through(proxy).send(request(server.uri("/token"))), 200);
      assertThat(proxy.accepted).hasValue(0);
    }
  }

  @Test
  void credentialsShouldComeFromTheSupplierForEveryConnection() throws Exception {
    try (var server = https(Certificates.forAnotherHost());
        var proxy = tunnelTo(server)) {
      OAuthTransport transport =
          through(proxy, Optional.of(() -> "Basic cred" + suppliers.incrementAndGet()));

      assertResponse(transport.send(request(SERVER)), 200);
      assertResponse(transport.send(request(SERVER)), 200);

      assertThat(proxy.requests.get(0)).contains("\r\nProxy-Authorization: Basic cred1\r\n");
      assertThat(proxy.requests.get(1)).contains("\r\nProxy-Authorization: Basic cred2\r\n");
      assertThat(server.requests).hasSize(2).noneMatch(r -> r.contains("cred"));
    }
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IllegalStateException("password is s3cr3t"),
        new NoClassDefFoundError("s3cr3t"),
        new StackOverflowError("s3cr3t"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void supplierThatThrowsShouldEndUnsentAndItsWordsStayOut(Throwable thrown) throws Exception {
    try (var proxy = ScriptedServer.start(ScriptedServer.Peer::readRequest)) {
      TransportResult result =
          through(proxy, Optional.of(() -> sneak(thrown))).send(request(SERVER));

      assertNotSent(result, Failure.PROXY);
      assertThat(result.toString())
          .contains("supplier", thrown.getClass().getSimpleName())
          .doesNotContain("s3cr3t");
      assertThat(proxy.requests).isEmpty();
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <R, T extends Throwable> R sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            "407 Who\r\nProxy-Authenticate: Basic realm=\"x\"", "requires credentials", false),
        Arguments.of("403 No", "refuses a connection to as.example:443 (status 403)", false),
        Arguments.of("401 No", "(status 401)", false),
        Arguments.of("405 No", "(status 405)", false),
        Arguments.of("302 There\r\nLocation: https://evil.example/", "(status 302)", false),
        Arguments.of("408 Late", "(status 408)", true),
        Arguments.of("429 Slow", "(status 429)", true),
        Arguments.of("500 Broken", "(status 500)", true),
        Arguments.of("502 Away", "(status 502)", true),
        Arguments.of("503 Busy", "(status 503)", true),
        Arguments.of("504 Late", "(status 504)", true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void refusalShouldEndUnsentWithItsStatus(String answer, String detail, boolean retryable)
      throws Exception {
    try (var proxy =
        ScriptedServer.answering("HTTP/1.1 " + answer + "\r\nContent-Length: 2\r\n\r\n{}")) {
      var problem = problem(through(proxy).send(request(SERVER)));

      assertThat(problem.detail()).contains("proxy proxy.example:" + proxy.port(), detail);
      assertThat(problem.detail()).doesNotContain("evil");
      assertThat(problem.retryable()).isEqualTo(retryable);
      assertThat(proxy.accepted).hasValue(1);
    }
  }

  @Test
  void credentialsThatAreRefusedShouldBeNamedAndNotShown() throws Exception {
    try (var proxy = ScriptedServer.answering("HTTP/1.1 407 Who\r\n\r\n")) {
      var problem =
          problem(through(proxy, Optional.of(() -> "Basic s3cr3t")).send(request(SERVER)));

      assertThat(problem.detail()).contains("does not accept the credentials");
      assertThat(problem.retryable()).isFalse();
      assertThat(problem.toString()).doesNotContain("s3cr3t");
      assertThat(proxy.accepted).as("no challenge is answered").hasValue(1);
    }
  }

  static Stream<Arguments> nonsense() {
    return Stream.of(
        Arguments.of("nothing", "", "closed the connection"),
        Arguments.of("half of a line", "HTTP/1.1 20", "closed the connection"),
        Arguments.of("no end of the head", "HTTP/1.1 200 OK\r\nX: y\r\n", "closed the connection"),
        Arguments.of("another protocol", "220 mail ESMTP\r\n\r\n", "not HTTP"),
        Arguments.of("another version", "HTTP/2 200 OK\r\n\r\n", "not HTTP"),
        Arguments.of("no status", "HTTP/1.1 OK\r\n\r\n", "not HTTP"),
        Arguments.of("a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", "not HTTP"),
        Arguments.of("a status below 100", "HTTP/1.1 020 OK\r\n\r\n", "not HTTP"),
        Arguments.of("an empty head", "\r\n\r\n", "not HTTP"),
        Arguments.of("bytes", "\0\1\2\3\r\n\r\n", "not HTTP"),
        Arguments.of("a long line", "HTTP/1.1 200 " + "x".repeat(20_000), "do not end"),
        Arguments.of(
            "many headers", "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(5_000), "do not end"),
        Arguments.of("interim answers", "HTTP/1.1 103 Hint\r\n\r\n".repeat(2_000), "do not end"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nonsense")
  void answerThatIsNoAnswerShouldEndUnsent(String name, String answer, String detail)
      throws Exception {
    try (var proxy = ScriptedServer.answering(answer)) {
      var problem = problem(through(proxy).send(request(SERVER)));

      assertThat(problem.detail()).contains(detail);
      assertThat(problem.retryable()).isTrue();
    }
  }

  @Test
  void resetShouldEndUnsent() throws Exception {
    try (var proxy =
        ScriptedServer.start(
            peer -> {
              peer.readRequest();
              peer.reset();
            })) {
      var problem = problem(through(proxy).send(request(SERVER)));

      assertThat(problem.detail()).contains("closed the connection");
      assertThat(problem.retryable()).isTrue();
    }
  }

  @Test
  void interimAnswersShouldBeReadOver() throws Exception {
    try (var server = https(Certificates.forAnotherHost());
        var proxy =
            tunnelTo(server, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 204 Fine\r\nX: y\r\n\r\n")) {
      assertResponse(through(proxy).send(request(SERVER)), 200);
    }
  }

  static Stream<Arguments> longHeads() {
    String interim = "HTTP/1.1 100 Continue\r\n\r\n";
    return Stream.of("", interim, interim.repeat(3))
        .flatMap(
            before ->
                Stream.of(16 * 1024, 16 * 1024 + 1)
                    .map(length -> Arguments.of(before, length - before.length())));
  }

  /** The bytes after the head belong to the server. The client must not read any of them. */
  @ParameterizedTest
  @MethodSource("longHeads")
  void headsShouldHave16KibibytesTogether(String before, int length) throws Exception {
    String head = "HTTP/1.1 200 OK\r\nX: ";
    String answer = before + head + "y".repeat(length - head.length() - 4) + "\r\n\r\n";
    try (var server = https(Certificates.forAnotherHost());
        var proxy = tunnelTo(server, answer)) {
      TransportResult result = through(proxy).send(request(SERVER));

      if (answer.length() <= 16 * 1024) {
        assertResponse(result, 200);
      } else {
        assertThat(problem(result).detail()).contains("do not end");
      }
    }
  }

  /** After the request was sent, it may have been processed, even if TLS fails afterwards. */
  @Test
  void recordThatIsDamagedAfterTheRequestShouldBeUnknown() throws Exception {
    Certificates certificates = Certificates.forAnotherHost();
    try (var server = https(certificates);
        var proxy =
            ScriptedServer.start(
                peer -> {
                  peer.readRequest();
                  peer.write(STANDS);
                  peer.passOnTo(server.port(), () -> !server.requests.isEmpty());
                })) {
      TransportResult result = through(proxy).send(request(SERVER));

      assertUnknown(result, Failure.TLS);
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void tunnelThatClosesAtOnceShouldEndUnsent() throws Exception {
    try (var proxy = ScriptedServer.answering(STANDS)) {
      assertNotSent(through(proxy).send(request(SERVER)), Failure.TLS);
    }
  }

  @Test
  void tunnelThatIsCutAfterTheRequestShouldBeUnknown() throws Exception {
    try (var server =
            ScriptedServer.start(
                Certificates.forAnotherHost().server(), ScriptedServer.Peer::readRequest);
        var proxy = tunnelTo(server)) {
      assertUnknown(through(proxy).send(request(SERVER)), Failure.CUT);
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void certificateOfAnotherHostShouldBeRefusedInsideTheTunnel() throws Exception {
    try (var server = https(Certificates.forAnotherHost());
        var proxy = tunnelTo(server)) {
      URI other = URI.create("https://other.example/token");

      assertNotSent(through(proxy).send(request(other)), Failure.TLS);
      assertThat(server.requests).isEmpty();
    }
  }

  static Stream<Arguments> slow() {
    return Stream.of(
        Arguments.of("hangs", (ScriptedServer.Script) ScriptedServer.Peer::hang),
        Arguments.of(
            "drips",
            (ScriptedServer.Script) peer -> peer.drip("HTTP/1.1 200 OK\r\nX: y\r\nX: y\r\n")),
        Arguments.of(
            "hangs in the tunnel",
            (ScriptedServer.Script)
                peer -> {
                  peer.readRequest();
                  peer.write(STANDS);
                  peer.hang();
                }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("slow")
  void deadlineShouldCoverTheProxy(String name, ScriptedServer.Script script) throws Exception {
    try (var proxy = ScriptedServer.start(script)) {
      OAuthTransport transport = through(proxy);
      long start = System.nanoTime();

      assertNotSent(transport.send(request(SERVER, SHORT)), Failure.DEADLINE);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.plusSeconds(8));
    }
  }

  @Test
  void proxyThatIsAwayShouldEndUnsent() throws Exception {
    try (var down = RefusingPort.open()) {
      assertNotSent(via("proxy.example", down.port()), Failure.CONNECT);
      assertNotSent(via("unknown.example", down.port()), Failure.LOOKUP);
    }
  }

  private TransportResult via(String proxy, int port) throws IOException {
    return transport(
            this::resolve,
            TransportFixture.defaultTls(),
            Optional.of(new Proxy(proxy, port, false, Optional.empty())))
        .send(request(SERVER, PLENTY));
  }

  private static TransportResult.NotSent problem(TransportResult result) {
    assertNotSent(result, Failure.PROXY);
    return (TransportResult.NotSent) result;
  }
}
