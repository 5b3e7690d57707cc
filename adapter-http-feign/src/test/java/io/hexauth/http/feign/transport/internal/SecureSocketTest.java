// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.PLENTY;
import static io.hexauth.http.feign.transport.internal.TransportFixture.loopback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of TLS sockets, whatever the application's context allows. */
@Timeout(60)
class SecureSocketTest {

  private final SSLSocketFactory real = TransportFixture.defaultTls().getSocketFactory();
  private final Threads threads = new Threads();
  private String host = "";
  private boolean closesBelow;
  private Optional<SSLSocket> made = Optional.empty();

  /** Factory of sockets that support every TLS version of the JDK. */
  private final class Recording extends SSLSocketFactory {

    @Override
    public Socket createSocket(Socket below, String name, int port, boolean autoClose)
        throws IOException {
      host = name;
      closesBelow = autoClose;
      var socket = (SSLSocket) real.createSocket(below, name, port, autoClose);
      socket.setEnabledProtocols(socket.getSupportedProtocols());
      made = Optional.of(socket);
      return socket;
    }

    @Override
    public Socket createSocket(String name, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String name, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress address, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return real.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return real.getSupportedCipherSuites();
    }
  }

  private final class Spi extends SSLContextSpi {

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return new Recording();
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
        throws KeyManagementException {
      throw new KeyManagementException("It is made already");
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String name, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      throw new UnsupportedOperationException();
    }
  }

  private final class Context extends SSLContext {

    Context() {
      super(new Spi(), TransportFixture.defaultTls().getProvider(), "TLS");
    }
  }

  /**
   * Opens a connection whose server closes it during the handshake, after the socket was created
   * and configured.
   */
  private void dial(String name) throws IOException {
    try (var server = ScriptedServer.start(ScriptedServer.Peer::readHello);
        var deadline = new Deadline(PLENTY, threads.watchdog())) {
      var lookup = new HostLookup(loopback(), Runnable::run);
      var dialer = new Dialer(lookup, TransportFixture.contexts(new Context()), Optional.empty());
      URI uri = URI.create("https://" + name + ":" + server.port() + "/token");
      assertThatThrownBy(() -> dialer.dial(TransportFixture.request(uri), 5_000, deadline))
          .isInstanceOf(ExchangeFailure.class);
    }
  }

  @Test
  void socketShouldSpeakTls12And13OnlyAndVerifyTheHostWhateverTheContextSays() throws IOException {
    dial("as.example");

    SSLSocket socket = made.orElseThrow();
    assertThat(socket.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
    assertThat(socket.getSSLParameters().getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
  }

  @Test
  void socketShouldCloseTheConnectionBelowIt() throws IOException {
    dial("as.example");

    assertThat(closesBelow).isTrue();
  }

  /** A certificate contains an IPv6 address without brackets (RFC 5280 §4.2.1.6). */
  @ParameterizedTest
  @CsvSource({"as.example, as.example", "[::1], ::1", "[2001:db8::1], 2001:db8::1"})
  void hostShouldBeVerifiedAsCertificatesNameIt(String given, String verified) throws IOException {
    dial(given);

    assertThat(host).isEqualTo(verified);
  }
}
