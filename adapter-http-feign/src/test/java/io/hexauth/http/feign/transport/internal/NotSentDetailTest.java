// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.SHORT;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CRLReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateRevokedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Text and retryability of a request that was not sent. */
@Timeout(60)
class NotSentDetailTest {

  private static final CountDownLatch NEVER = new CountDownLatch(1);

  static Stream<Arguments> passing() throws IOException {
    InetAddress elsewhere = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
    return Stream.of(
        passing("https://as.example/t", SHORT, Failure.LOOKUP, "as.example is not known", away()),
        passing(
            "http://localhost:1/t",
            SHORT,
            Failure.LOOKUP,
            "localhost is not a loopback host",
            host -> new InetAddress[] {elsewhere}),
        passing(
            "http://localhost:1/t",
            SHORT,
            Failure.CONNECT,
            "no address accepts the connection",
            TransportFixture.loopback()),
        passing(
            "https://as.example/t",
            Duration.ofMillis(1),
            Failure.DEADLINE,
            "deadline passed",
            host -> {
              awaitQuietly();
              return new InetAddress[0];
            }));
  }

  private static Arguments passing(
      String uri, Duration deadline, Failure failure, String detail, HostLookup.Resolver resolver) {
    return Arguments.of(uri, deadline, failure, detail, resolver);
  }

  private static HostLookup.Resolver away() {
    return host -> {
      throw new UnknownHostException("canary of the resolver");
    };
  }

  private static void awaitQuietly() {
    try {
      NEVER.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest(name = "{2}: {3}")
  @MethodSource("passing")
  void failureThatMayPassShouldBeRetryableAndInOurWords(
      URI uri, Duration deadline, Failure failure, String detail, HostLookup.Resolver resolver) {
    TransportResult result = transport(resolver).send(request(uri, deadline));

    assertThat(result).isInstanceOf(TransportResult.NotSent.class);
    var problem = (TransportResult.NotSent) result;
    assertThat(problem.failure()).isEqualTo(failure);
    assertThat(problem.detail()).contains(detail).doesNotContain("canary");
    assertThat(problem.retryable()).isTrue();
    assertThat(problem.cause()).isEmpty();
  }

  @Test
  void handshakeProblemShouldBeNamedWhenItsCausesAreACircle() {
    var outer = new SSLHandshakeException("around");
    var inner = new IOException("and around");
    outer.initCause(inner);
    inner.initCause(outer);

    ExchangeFailure failure = HandshakeProblem.of("as.example", outer);

    assertThat(failure.detail()).contains("as.example", "SSLHandshakeException");
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.reason()).containsSame(outer);
  }

  @Test
  void handshakeProblemShouldBeNamedWhenItSaysNothing() {
    ExchangeFailure failure =
        HandshakeProblem.of("as.example", new SSLException((String) null, null));

    assertThat(failure.detail()).endsWith("failed: SSLException");
    assertThat(failure.failure()).isEqualTo(Failure.TLS);
  }

  static Stream<Arguments> certificates() {
    return Stream.of(
        Arguments.of(
            new CertificateException("No name matching as.example found"),
            "is for another host name"),
        Arguments.of(
            new CertificateException("No subject alternative names present"),
            "is for another host name"),
        Arguments.of(new CertificateException("No"), "is not accepted"),
        Arguments.of(
            new CertificateRevokedException(
                Date.from(Instant.EPOCH),
                CRLReason.KEY_COMPROMISE,
                new X500Principal("CN=x"),
                Map.of()),
            "is revoked"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("certificates")
  void handshakeProblemShouldNameWhatIsWrongWithTheCertificate(
      CertificateException cause, String detail) {
    ExchangeFailure failure = HandshakeProblem.of("as.example", new SSLException("outer", cause));

    assertThat(failure.detail()).contains("the server's certificate").endsWith(detail);
    assertThat(failure.retryable()).isFalse();
  }
}
