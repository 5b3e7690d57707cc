// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TlsIdentity;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.ports.spi.TransportResult.NotSent;
import io.hexauth.ports.spi.TransportResult.Response;
import io.hexauth.testkit.http.Certificates;
import io.hexauth.testkit.http.FakeHttpServer;
import io.hexauth.testkit.http.ReceivedRequest;
import io.hexauth.testkit.http.Reply;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rules for client certificates, with a server that requests a certificate and continues without
 * one.
 */
abstract class TransportIdentityRules {

  private static final String CANARY = "canary-of-an-identity";
  private static final TlsIdentity ONE = Certificates.good().identity();
  private static final TlsIdentity OTHER = Certificates.forAnotherHost().identity();

  private final Function<X509TrustManager, OAuthTransport> transports;
  private Optional<FakeHttpServer> running = Optional.empty();

  TransportIdentityRules(Function<X509TrustManager, OAuthTransport> transports) {
    this.transports = transports;
  }

  @BeforeEach
  final void startServer() {
    FakeHttpServer server = FakeHttpServer.start(Certificates.good().server());
    server.serve("/token", request -> Reply.of(200));
    running = Optional.of(server);
  }

  @AfterEach
  final void closeServer() {
    running.ifPresent(FakeHttpServer::close);
  }

  private OAuthTransport transport() {
    return transports.apply(Certificates.good().trustManager());
  }

  private TransportRequest request(Optional<TlsIdentity> identity) {
    TransportRequest.Builder post =
        TransportRequest.post("contract", running.orElseThrow().uri("/token"))
            .deadline(TransportFixture.LONG);
    identity.ifPresent(post::identity);
    return post.build();
  }

  /** {@return the client certificates that the server received, by connection} */
  private List<Optional<X509Certificate>> shown() {
    return running.orElseThrow().requests().stream()
        .map(ReceivedRequest::clientCertificate)
        .toList();
  }

  private static Optional<X509Certificate> certificate(TlsIdentity identity) {
    return Optional.of(identity.chain().get(0));
  }

  @Test
  final void aConnectionShouldShowTheIdentityOfItsRequestAndNoOther() {
    OAuthTransport transport = transport();
    for (TlsIdentity identity : List.of(ONE, OTHER, ONE)) {
      send(transport, Optional.empty());
      send(transport, Optional.of(identity));
    }

    assertThat(shown())
        .containsExactly(
            Optional.empty(),
            certificate(ONE),
            Optional.empty(),
            certificate(OTHER),
            Optional.empty(),
            certificate(ONE));
  }

  private void send(OAuthTransport transport, Optional<TlsIdentity> identity) {
    assertThat(transport.send(request(identity))).isInstanceOf(Response.class);
  }

  @Test
  final void anIdentityShouldBeAskedForEachConnection() {
    var current = new AtomicReference<>(ONE);
    Optional<TlsIdentity> replaced = Optional.of(supplied(current::get));
    OAuthTransport transport = transport();

    send(transport, replaced);
    current.set(OTHER);
    send(transport, replaced);

    assertThat(shown()).containsExactly(certificate(ONE), certificate(OTHER));
  }

  @Test
  final void anIdentityThatFailsShouldBeNotSentAndNotShown() {
    TlsIdentity failing =
        supplied(
            () -> {
              throw new IllegalStateException(CANARY);
            });

    TransportResult result = transport().send(request(Optional.of(failing)));

    assertThat(TransportFixture.notSent(result)).isEqualTo(Failure.TLS);
    assertThat(((NotSent) result).detail()).doesNotContain(CANARY);
    assertThat(((NotSent) result).cause()).isEmpty();
    assertThat(shown()).isEmpty();
  }

  private static TlsIdentity supplied(Supplier<TlsIdentity> current) {
    return new TlsIdentity() {
      @Override
      public PrivateKey key() {
        return current.get().key();
      }

      @Override
      public List<X509Certificate> chain() {
        return current.get().chain();
      }
    };
  }
}
