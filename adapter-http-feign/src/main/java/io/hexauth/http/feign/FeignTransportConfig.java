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
 * Settings for connections to authorization servers. Immutable. System properties have no effect,
 * except those of the JDK for its default trust store.
 *
 * @param connectTimeout the time that one address of a host has to accept a connection, before the
 *     next address is tried. The deadline of the request limits the total time. From 1 ms to 1 h
 * @param sslContext trust and client certificate for requests without their own client certificate;
 *     empty for the JDK's default. Host names are verified, and TLS is 1.2 or newer, whatever the
 *     context allows
 * @param trustManager trust for requests with their own client certificate, and for all requests if
 *     there is no {@code sslContext}; empty for the JDK's default trust store. With an {@code
 *     sslContext} only, requests with their own client certificate are not sent, because the trust
 *     of a context cannot be read
 * @param proxy the forward proxy; empty for direct connections
 * @param proxyEnforcesReach true if the proxy connects to public addresses only. Otherwise,
 *     requests that require public addresses are not sent through it, because only the proxy knows
 *     to which address it connects
 */
public record FeignTransportConfig(
    Duration connectTimeout,
    Optional<SSLContext> sslContext,
    Optional<X509TrustManager> trustManager,
    Optional<ForwardProxy> proxy,
    boolean proxyEnforcesReach) {

  /**
   * @throws IllegalArgumentException if the connect timeout is below one millisecond or above one
   *     hour
   */
  public FeignTransportConfig {
    if (connectTimeout.compareTo(Duration.ofMillis(1)) < 0
        || connectTimeout.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("connectTimeout must be from one millisecond to one hour");
    }
  }

  /** {@return a connect timeout of five seconds, the JDK's default trust, and no proxy} */
  public static FeignTransportConfig defaults() {
    return new FeignTransportConfig(
        Duration.ofSeconds(5), Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /** {@return a copy with another {@link #connectTimeout()}} */
  public FeignTransportConfig withConnectTimeout(Duration timeout) {
    return new FeignTransportConfig(timeout, sslContext, trustManager, proxy, proxyEnforcesReach);
  }

  /**
   * {@return a copy with another {@link #sslContext()}, for example for a private certificate
   * authority}
   */
  public FeignTransportConfig withSslContext(SSLContext context) {
    return new FeignTransportConfig(
        connectTimeout, Optional.of(context), trustManager, proxy, proxyEnforcesReach);
  }

  /**
   * {@return a copy with another {@link #trustManager()}, for example for a private certificate
   * authority}
   */
  public FeignTransportConfig withTrustManager(X509TrustManager trust) {
    return new FeignTransportConfig(
        connectTimeout, sslContext, Optional.of(trust), proxy, proxyEnforcesReach);
  }

  /**
   * Returns a copy that connects to all hosts except loopback through this proxy, with {@code
   * CONNECT} (RFC 9110 §9.3.6). The proxy resolves the names of authorization servers. TLS connects
   * to the server, through the tunnel. The deadline of a request includes the proxy.
   *
   * @param host a name, an IPv4 address, or an IPv6 address in brackets
   * @param port from 1 to 65535
   * @return the copy
   * @throws IllegalArgumentException if the host or the port is not valid
   */
  public FeignTransportConfig withProxy(String host, int port) {
    return withProxy(new ForwardProxy(host, port, Optional.empty()));
  }

  /**
   * Returns a copy like {@link #withProxy(String, int)}, for a proxy that requires a user name and
   * a password.
   *
   * @param credentials supplier of the user name and the password. The transport calls it for each
   *     connection, on the thread that sends the request. It should return immediately
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
   * HTTP proxy between the transport and authorization servers. Immutable.
   *
   * @param host a name, an IPv4 address, or an IPv6 address in brackets
   * @param port from 1 to 65535
   * @param credentials supplier that is called on the calling thread for each connection, and
   *     should return immediately; empty for a proxy without credentials
   */
  public record ForwardProxy(
      String host, int port, Optional<Supplier<ProxyCredentials>> credentials) {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");

    /**
     * @throws IllegalArgumentException if the host or the port is not valid
     */
    public ForwardProxy {
      if (!HOST.matcher(host).matches()) {
        throw new IllegalArgumentException(
            "The host of a proxy must be a name or an address, without scheme, port and user"
                + " information");
      }
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("The port of a proxy must be from 1 to 65535");
      }
    }
  }

  /**
   * User name and password for a forward proxy (Basic, RFC 7617). Immutable; {@code toString()}
   * shows neither value.
   */
  public static final class ProxyCredentials {

    private final String authorization;

    private ProxyCredentials(String authorization) {
      this.authorization = authorization;
    }

    /**
     * {@return the credentials}
     *
     * @throws IllegalArgumentException if the user name contains a colon, or if the user name or
     *     the password contains a control character (RFC 7617 §2)
     */
    public static ProxyCredentials of(String user, String password) {
      String pair = user + ":" + password;
      if (user.indexOf(':') >= 0 || pair.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "A proxy's user name must not contain a colon, and user name and password must not"
                + " contain control characters");
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
