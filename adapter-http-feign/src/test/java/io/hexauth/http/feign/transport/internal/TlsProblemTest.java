// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.defaultTls;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.testkit.http.Certificates;
import java.io.EOFException;
import java.net.SocketException;
import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages about a failed TLS handshake, and whether a retry can help. */
@Timeout(60)
class TlsProblemTest {

  static Stream<Arguments> certificates() throws Exception {
    Certificates good = Certificates.good();
    Certificates another = Certificates.forAnotherHost();
    Certificates expired = Certificates.expired();
    Certificates future = Certificates.notYetValid();
    return Stream.of(
        Arguments.of(
            "unknown authority",
            good,
            defaultTls(),
            "comes from an authority that this client does not trust",
            CertPathBuilderException.class),
        Arguments.of(
            "another authority of the same name",
            good,
            another.trust(),
            "comes from an authority that this client does not trust",
            CertPathValidatorException.class),
        Arguments.of(
            "expired", expired, expired.trust(), "has expired", CertificateExpiredException.class),
        Arguments.of(
            "not yet valid",
            future,
            future.trust(),
            "is not yet valid",
            CertificateNotYetValidException.class),
        Arguments.of(
            "another host",
            another,
            another.trust(),
            "is for another host name",
            CertificateException.class),
        Arguments.of(
            "refused by the application's own trust manager",
            good,
            picky(),
            "is not accepted",
            CertificateException.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("certificates")
  void certificateThatIsNotAcceptedShouldBeNamedWithItsReason(
      String name,
      Certificates certificates,
      SSLContext trust,
      String detail,
      Class<? extends Exception> cause)
      throws Exception {
    try (var server =
        ScriptedServer.start(certificates.server(), ScriptedServer.Peer::readRequest)) {
      var problem = problem(trust, server.port());

      assertThat(problem.detail())
          .startsWith("the TLS handshake with 127.0.0.1 failed: the server's certificate")
          .contains(detail)
          .doesNotContain("picky");
      assertThat(problem.retryable()).isFalse();
      assertThat(problem.cause()).containsInstanceOf(SSLHandshakeException.class);
      assertThat(causes(problem)).hasAtLeastOneElementOfType(cause);
      assertThat(server.requests).isEmpty();
    }
  }

  /** {@return a server that answers a handshake with one alert record (RFC 8446 §6)} */
  private static ScriptedServer.Script alert(int code) {
    return peer -> {
      peer.readHello();
      peer.write(new byte[] {21, 3, 3, 0, 2, 2, (byte) code});
    };
  }

  static Stream<Arguments> alerts() {
    String common = "accepts no TLS version or no cipher suite of this client";
    String client = "does not accept the client certificate";
    return Stream.of(
        Arguments.of(40, "handshake_failure", common, false),
        Arguments.of(70, "protocol_version", common, false),
        Arguments.of(71, "insufficient_security", common, false),
        Arguments.of(42, "bad_certificate", client, false),
        Arguments.of(43, "unsupported_certificate", client, false),
        Arguments.of(44, "certificate_revoked", client, false),
        Arguments.of(45, "certificate_expired", client, false),
        Arguments.of(46, "certificate_unknown", client, false),
        Arguments.of(48, "unknown_ca", client, false),
        Arguments.of(49, "access_denied", client, false),
        Arguments.of(116, "certificate_required", client, false),
        Arguments.of(80, "internal_error", "the server ended the handshake", true),
        Arguments.of(112, "unrecognized_name", "the server ended the handshake", true));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("alerts")
  void alertOfTheServerShouldBeNamed(int code, String name, String detail, boolean retryable)
      throws Exception {
    try (var server = ScriptedServer.start(alert(code))) {
      var problem = problem(defaultTls(), server.port());

      assertThat(problem.detail()).contains(detail).contains(name);
      assertThat(problem.retryable()).isEqualTo(retryable);
      assertThat(problem.cause()).containsInstanceOf(SSLException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"})
  void cipherSuiteThatTheServersKeyCannotServeShouldBeNamed(String suite) throws Exception {
    try (var server =
        ScriptedServer.start(
            Certificates.good().server(),
            peer -> {
              peer.speakOnlyCipher(suite);
              peer.readRequest();
            })) {
      var problem = problem(Certificates.good().trust(), server.port());

      assertThat(problem.detail()).contains("no TLS version or no cipher suite");
      assertThat(problem.retryable()).isFalse();
    }
  }

  static Stream<Arguments> passing() {
    return Stream.of(
        Arguments.of(
            "plain HTTP",
            script(peer -> peer.write("HTTP/1.1 400 Bad\r\n\r\n")),
            "is not TLS",
            SSLException.class),
        Arguments.of(
            "close",
            script(ScriptedServer.Peer::readHello),
            "closed the connection",
            EOFException.class),
        Arguments.of(
            "reset",
            script(
                peer -> {
                  peer.readHello();
                  peer.reset();
                }),
            "closed the connection",
            SocketException.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passing")
  void handshakeThatIsBrokenOffShouldBeRetryable(
      String name, ScriptedServer.Script script, String detail, Class<? extends Exception> cause)
      throws Exception {
    try (var server = ScriptedServer.start(script)) {
      var problem = problem(defaultTls(), server.port());

      assertThat(problem.detail()).contains(detail);
      assertThat(problem.retryable()).isTrue();
      assertThat(causes(problem)).hasAtLeastOneElementOfType(cause);
    }
  }

  @Test
  void connectionShouldBeClosedWhenTheHandshakeCannotBegin() throws Exception {
    var left = new CountDownLatch(1);
    try (var server =
        ScriptedServer.start(
            peer -> {
              try {
                peer.readRequest();
              } finally {
                left.countDown();
              }
            })) {
      SSLContext neverInitialized = SSLContext.getInstance("TLS");

      var problem = problem(neverInitialized, server.port());

      assertThat(problem.cause()).containsInstanceOf(IllegalStateException.class);
      assertThat(left.await(10, TimeUnit.SECONDS)).as("the server sees the end").isTrue();
    }
  }

  private static ScriptedServer.Script script(ScriptedServer.Script script) {
    return script;
  }

  private static TransportResult.NotSent problem(SSLContext trust, int port) {
    URI uri = URI.create("https://127.0.0.1:" + port + "/token");
    TransportResult result = transport(trust).send(request(uri));
    assertThat(result).isInstanceOf(TransportResult.NotSent.class);
    var problem = (TransportResult.NotSent) result;
    assertThat(problem.failure()).isEqualTo(Failure.TLS);
    return problem;
  }

  private static List<Throwable> causes(TransportResult.NotSent problem) {
    return Stream.<Throwable>iterate(
            problem.cause().orElseThrow(), c -> c != null, Throwable::getCause)
        .toList();
  }

  private static SSLContext picky() throws Exception {
    var manager =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String authType) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String authType)
              throws CertificateException {
            throw new CertificateException("picky");
          }

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {manager}, null);
    return context;
  }
}
