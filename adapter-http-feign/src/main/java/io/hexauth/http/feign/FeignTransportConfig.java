// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

/**
 * Settings for how the transport reaches authorization servers. Immutable. System properties play
 * no part, apart from the JDK's own ones for the default trust store.
 *
 * @param connectTimeout how long one address of a host may take to accept a connection before the
 *     next is tried; the deadline of the request bounds all of them together. From 1 ms to 1 h
 * @param sslContext whom to trust, and which client certificate to show, for requests without a
 *     client certificate of their own; empty for the JDK's default. Host names are verified and TLS
 *     is 1.2 or newer whatever it says
 * @param trustManager whom to trust for requests with a client certificate of their own, and for
 *     all requests if there is no {@code sslContext}; empty for the JDK's default trust store.
 *     Where only an {@code sslContext} is given, requests with a client certificate are not sent: a
 *     context does not tell whom it trusts
 * @param proxy the forward proxy; empty for direct connections
 * @param proxyEnforcesReach whether the proxy connects to public addresses only. If not, requests
 *     for public addresses are not sent through it: only the proxy knows which address it connects
 *     to
 */
public record FeignTransportConfig(
    Duration connectTimeout,
    Optional<SSLContext> sslContext,
    Optional<X509TrustManager> trustManager,
    Optional<ForwardProxy> proxy,
    boolean proxyEnforcesReach) {

  /**
   * @throws IllegalArgumentException if the connect timeout is under a millisecond or over an hour
   */
  public FeignTransportConfig {
    if (connectTimeout.compareTo(Duration.ofMillis(1)) < 0
        || connectTimeout.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("connectTimeout is from a millisecond to an hour");
    }
  }

  /** {@return five seconds to connect, the JDK's default trust, and no proxy} */
  public static FeignTransportConfig defaults() {
    return new FeignTransportConfig(
        Duration.ofSeconds(5), Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /** {@return a copy with another {@link #connectTimeout()}} */
  public FeignTransportConfig withConnectTimeout(Duration timeout) {
    return new FeignTransportConfig(timeout, sslContext, trustManager, proxy, proxyEnforcesReach);
  }

  /** {@return a copy with another {@link #sslContext()}, for instance one for a private CA} */
  public FeignTransportConfig withSslContext(SSLContext context) {
    return new FeignTransportConfig(
        connectTimeout, Optional.of(context), trustManager, proxy, proxyEnforcesReach);
  }

  /** {@return a copy with another {@link #trustManager()}, for instance one for a private CA} */
  public FeignTransportConfig withTrustManager(X509TrustManager trust) {
    return new FeignTransportConfig(
        connectTimeout, sslContext, Optional.of(trust), proxy, proxyEnforcesReach);
  }

  /**
   * A copy that reaches every host but loopback through this proxy, by {@code CONNECT} (RFC 9110
   * §9.3.6). The proxy looks up the names of authorization servers; TLS is with the server, inside
   * the tunnel. The deadline of a request covers the proxy as well.
   *
   * @param host a name, an IPv4 address, or an IPv6 address in brackets
   * @param port from 1 to 65535
   * @return the copy
   * @throws IllegalArgumentException if the host or the port is not one
   */
  public FeignTransportConfig withProxy(String host, int port) {
    return withProxy(new ForwardProxy(host, port, Optional.empty()));
  }

  /**
   * As {@link #withProxy(String, int)}, for a proxy that wants a user name and a password.
   *
   * @param credentials asked on the calling thread for each connection, and should answer at once
   * @return the copy
   */
  public FeignTransportConfig withProxy(
      String host, int port, Supplier<ProxyCredentials> credentials) {
    return withProxy(new ForwardProxy(host, port, Optional.of(credentials)));
  }

  private FeignTransportConfig withProxy(ForwardProxy through) {
    return new FeignTransportConfig(
        connectTimeout, sslContext, trustManager, Optional.of(through), proxyEnforcesReach);
  }

  /** {@return a copy with another {@link #proxyEnforcesReach()}} */
  public FeignTransportConfig withProxyEnforcesReach(boolean enforces) {
    return new FeignTransportConfig(connectTimeout, sslContext, trustManager, proxy, enforces);
  }

  /**
   * An HTTP proxy between the transport and authorization servers. Immutable.
   *
   * @param host a name, an IPv4 address, or an IPv6 address in brackets
   * @param port from 1 to 65535
   * @param credentials asked on the calling thread for each connection, and should answer at once;
   *     empty for a proxy that wants none
   */
  public record ForwardProxy(
      String host, int port, Optional<Supplier<ProxyCredentials>> credentials) {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");

    /**
     * @throws IllegalArgumentException if the host or the port is not one
     */
    public ForwardProxy {
      if (!HOST.matcher(host).matches()) {
        throw new IllegalArgumentException(
            "The host of a proxy is a name or an address, without scheme, port and user information");
      }
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("The port of a proxy is from 1 to 65535");
      }
    }
  }

  /**
   * A user name and a password for a forward proxy (Basic, RFC 7617). Immutable; shows neither of
   * them.
   */
  public static final class ProxyCredentials {

    private final String authorization;

    private ProxyCredentials(String authorization) {
      this.authorization = authorization;
    }

    /**
     * {@return the credentials}
     *
     * @throws IllegalArgumentException if the user name has a colon, or one of them a control
     *     character (RFC 7617 §2)
     */
    public static ProxyCredentials of(String user, String password) {
      String pair = user + ":" + password;
      if (user.indexOf(':') >= 0 || pair.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "A proxy's user name has no colon, and neither it nor the password a control character");
      }
      byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
      return new ProxyCredentials("Basic " + Base64.getEncoder().encodeToString(bytes));
    }

    /** {@return the value of a {@code Proxy-Authorization} header} */
    String authorization() {
      return authorization;
    }

    @Override
    public String toString() {
      return "ProxyCredentials[redacted]";
    }
  }
}
