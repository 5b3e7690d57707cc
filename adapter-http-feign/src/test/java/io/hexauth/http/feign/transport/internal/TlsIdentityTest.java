// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.assertNotSent;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.http.feign.FeignTransportConfig;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TlsIdentity;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.http.Certificates;
import io.hexauth.testkit.http.FakeHttpServer;
import io.hexauth.testkit.http.Reply;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Client certificates of requests, and the trust of a transport that uses one. */
@Timeout(60)
class TlsIdentityTest {

  private static final Certificates OWN = Certificates.good();
  private static final TlsIdentity IDENTITY = Certificates.forAnotherHost().identity();

  private final FakeHttpServer server = FakeHttpServer.start(OWN.server());

  @BeforeEach
  void serve() {
    server.serve("/token", request -> Reply.of(200));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private TransportResult send(FeignTransportConfig config, Optional<TlsIdentity> identity) {
    TransportRequest.Builder request = TransportFixture.request(server.uri("/token")).toBuilder();
    identity.ifPresent(request::identity);
    return StrictInjector.create(new FeignTransportModule(config))
        .getInstance(OAuthTransport.class)
        .send(request.build());
  }

  private Optional<X509Certificate> shown() {
    return server.requests().get(0).clientCertificate();
  }

  static Stream<Arguments> configurations() {
    FeignTransportConfig defaults = FeignTransportConfig.defaults();
    Certificates other = Certificates.forAnotherHost();
    return Stream.of(
        Arguments.of("neither", defaults, false, false),
        Arguments.of("a context", defaults.withSslContext(OWN.trust()), true, false),
        Arguments.of("trust", defaults.withTrustManager(OWN.trustManager()), true, true),
        Arguments.of(
            "a context, and trust in another authority",
            defaults.withSslContext(OWN.trust()).withTrustManager(other.trustManager()),
            true,
            false),
        Arguments.of(
            "trust, and a context for another authority",
            defaults.withSslContext(other.trust()).withTrustManager(OWN.trustManager()),
            false,
            true));
  }

  @ParameterizedTest(name = "{0}: without {2}, with {3}")
  @MethodSource("configurations")
  void serverShouldBeTrustedByTheContextWithoutAnIdentityAndByTheManagerWithOne(
      String name, FeignTransportConfig config, boolean without, boolean with) {
    assertThat(send(config, Optional.empty()) instanceof TransportResult.Response)
        .isEqualTo(without);
    assertThat(send(config, Optional.of(IDENTITY)) instanceof TransportResult.Response)
        .isEqualTo(with);
    assertThat(server.requests()).hasSize((without ? 1 : 0) + (with ? 1 : 0));
  }

  @Test
  void requestWithAnIdentityShouldNotBeSentWhenItIsNotKnownWhomToTrust() {
    TransportResult result =
        send(FeignTransportConfig.defaults().withSslContext(OWN.trust()), Optional.of(IDENTITY));

    assertNotSent(result, Failure.TLS);
    var problem = (TransportResult.NotSent) result;
    assertThat(problem.detail()).contains("withTrustManager");
    assertThat(problem.retryable()).isFalse();
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        Arguments.of("no certificate", identity(IDENTITY.key(), List.of())),
        Arguments.of("no key", identity(null, IDENTITY.chain())),
        Arguments.of("no chain", identity(IDENTITY.key(), null)));
  }

  @SuppressWarnings("NullAway") // code of an application
  private static TlsIdentity identity(PrivateKey key, List<X509Certificate> chain) {
    return new TlsIdentity() {
      @Override
      public PrivateKey key() {
        return key;
      }

      @Override
      public List<X509Certificate> chain() {
        return chain;
      }
    };
  }

  /** Sent without its certificate, a request would arrive as a request of another client. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("unusable")
  void requestShouldNotBeSentWhenItsIdentityIsNone(String name, TlsIdentity identity) {
    FeignTransportConfig config =
        FeignTransportConfig.defaults().withTrustManager(OWN.trustManager());

    assertNotSent(send(config, Optional.of(identity)), Failure.TLS);

    assertThat(server.requests()).isEmpty();
  }

  @Test
  void identityShouldBeShownInPlaceOfTheCertificateOfTheContext() {
    FeignTransportConfig config =
        FeignTransportConfig.defaults()
            .withSslContext(OWN.server())
            .withTrustManager(OWN.trustManager());

    send(config, Optional.of(IDENTITY));

    assertThat(shown()).contains(IDENTITY.chain().get(0));
  }
}
