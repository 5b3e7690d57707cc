// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * How the transport reaches authorization servers. Immutable. System properties play no part, apart
 * from the JDK's own ones for the default trust store.
 *
 * @param connectTimeout how long one address of a host may take to accept a connection before the
 *     next is tried; the deadline of the request bounds all of them together. From 1 ms to 1 h
 * @param sslContext whom to trust, and which client certificate to show; empty for the JDK's
 *     default. Host names are verified and TLS is 1.2 or newer whatever it says
 * @param proxy the forward proxy; empty for direct connections
 */
public record FeignTransportConfig(
    Duration connectTimeout, Optional<SSLContext> sslContext, Optional<ForwardProxy> proxy) {

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
    return new FeignTransportConfig(Duration.ofSeconds(5), Optional.empty(), Optional.empty());
  }

  /** {@return a copy with another {@link #connectTimeout()}} */
  public FeignTransportConfig withConnectTimeout(Duration timeout) {
    return new FeignTransportConfig(timeout, sslContext, proxy);
  }

  /** {@return a copy with another {@link #sslContext()}, for instance one for a private CA} */
  public FeignTransportConfig withSslContext(SSLContext context) {
    return new FeignTransportConfig(connectTimeout, Optional.of(context), proxy);
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
    return new FeignTransportConfig(connectTimeout, sslContext, Optional.of(through));
  }
}
