// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import io.hexauth.domain.registration.Origin;
import io.hexauth.ports.spi.Reach;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Opens connections. The sockets belong to channels, for two reasons: an interrupt closes a
 * channel, but leaves a plain socket blocked; and a system property can route plain sockets through
 * a SOCKS proxy.
 */
final class Dialer {

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final HostLookup lookup;
  private final TlsContexts tls;
  private final Optional<Proxy> proxy;
  private final Predicate<InetAddress> isPublic;

  Dialer(HostLookup lookup, TlsContexts tls, Optional<Proxy> proxy) {
    this(lookup, tls, proxy, PublicAddresses::contains);
  }

  /**
   * Creates a dialer with another rule for public addresses, because tests have only loopback
   * addresses.
   */
  Dialer(
      HostLookup lookup, TlsContexts tls, Optional<Proxy> proxy, Predicate<InetAddress> isPublic) {
    this.lookup = lookup;
    this.tls = tls;
    this.proxy = proxy;
    this.isPublic = isPublic;
  }

  /** {@return a connection that is ready for the first byte of a request} */
  Connection dial(TransportRequest request, int connectMillis, Deadline deadline)
      throws IOException {
    URI uri = request.uri();
    boolean secure = uri.getScheme().equalsIgnoreCase("https");
    String host = uri.getHost();
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    SocketChannel channel = reach(request, host, port, connectMillis, deadline);
    Socket socket = channel.socket();
    if (!secure) {
      return Connection.plain(socket, request);
    }
    try {
      SSLContext context = tls.of(request.identity());
      return Connection.secure(
          handshake(context, socket, withoutBrackets(host), port), socket, request);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw HandshakeProblem.of(host, e);
    }
  }

  /**
   * Opens a socket channel to the server, directly or through the proxy. Loopback is always reached
   * directly, because for a proxy it would be the proxy's machine.
   */
  private SocketChannel reach(
      TransportRequest request, String host, int port, int connectMillis, Deadline deadline)
      throws IOException {
    boolean loopback = Origin.of(request.uri()).isLoopback();
    boolean publicOnly = request.reach() == Reach.PUBLIC;
    if (loopback || proxy.isEmpty()) {
      List<InetAddress> addresses = addresses(host, loopback, publicOnly, deadline);
      return connect(addresses, port, connectMillis, deadline);
    }
    Proxy through = proxy.get();
    if (publicOnly && !through.enforcesReach()) {
      throw notPublic(
          host
              + " is reached through a proxy, which may connect to any address; if the proxy"
              + " refuses private addresses, set withProxyEnforcesReach(true)");
    }
    SocketChannel channel =
        connect(lookup.lookup(through.host(), deadline), through.port(), connectMillis, deadline);
    try {
      new Tunnel(through, channel.socket()).open(host + ":" + port);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Resolves and checks the addresses of a host. A loopback name must resolve to a loopback
   * address, whatever a hosts file contains, because plain HTTP may be allowed for it. The
   * connection uses the checked addresses: a second lookup could return others.
   */
  private List<InetAddress> addresses(
      String host, boolean loopback, boolean publicOnly, Deadline deadline) throws ExchangeFailure {
    List<InetAddress> addresses = lookup.lookup(host, deadline);
    if (publicOnly) {
      addresses = addresses.stream().filter(isPublic).toList();
      if (addresses.isEmpty()) {
        throw notPublic(host + " has no public address");
      }
    }
    if (loopback) {
      addresses = addresses.stream().filter(InetAddress::isLoopbackAddress).toList();
      if (addresses.isEmpty()) {
        throw new ExchangeFailure(Failure.LOOKUP, "the host " + host + " is not a loopback host");
      }
    }
    return addresses;
  }

  private static ExchangeFailure notPublic(String problem) {
    return new ExchangeFailure(
        Failure.NOT_PUBLIC,
        "the request may go to public addresses only, and " + problem,
        false,
        null);
  }

  private static SocketChannel connect(
      List<InetAddress> addresses, int port, int connectMillis, Deadline deadline)
      throws IOException {
    boolean timedOut = false;
    for (InetAddress address : addresses) {
      if (deadline.passed() || Thread.currentThread().isInterrupted()) {
        break;
      }
      SocketChannel channel = SocketChannel.open();
      deadline.guard(channel);
      try {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline.remainingNanos()) + 1;
        channel.socket().setTcpNoDelay(true);
        channel
            .socket()
            .connect(new InetSocketAddress(address, port), (int) Math.min(connectMillis, left));
        return channel;
      } catch (IOException | RuntimeException e) {
        // The next address may accept the connection. A RuntimeException means that the system
        // lacks the address family.
        timedOut = e instanceof SocketTimeoutException;
        channel.close();
      }
    }
    throw new ExchangeFailure(
        Failure.CONNECT,
        timedOut ? "connecting took too long" : "no address accepts the connection");
  }

  private static SSLSocket handshake(SSLContext context, Socket socket, String host, int port)
      throws IOException {
    var secure = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
    secure.setEnabledProtocols(PROTOCOLS);
    var parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
