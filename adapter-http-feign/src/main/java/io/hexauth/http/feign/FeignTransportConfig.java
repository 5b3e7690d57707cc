// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How the transport reaches authorization servers. Immutable. System properties play no part, apart
 * from the JDK's own ones for the default trust store.
 *
 * @param connectTimeout how long one address of a host may take to accept a connection before the
 *     next is tried; the deadline of the request bounds all of them together. From 1 ms to 1 h
 * @param sslContext whom to trust, and which client certificate to show; empty for the JDK's
 *     default. Host names are verified and TLS is 1.2 or newer whatever it says
 */
public record FeignTransportConfig(Duration connectTimeout, Optional<SSLContext> sslContext) {

  /**
   * @throws IllegalArgumentException if the connect timeout is under a millisecond or over an hour
   */
  public FeignTransportConfig {
    if (connectTimeout.compareTo(Duration.ofMillis(1)) < 0
        || connectTimeout.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("connectTimeout is from a millisecond to an hour");
    }
  }

  /** {@return five seconds to connect, and the JDK's default trust} */
  public static FeignTransportConfig defaults() {
    return new FeignTransportConfig(Duration.ofSeconds(5), Optional.empty());
  }

  /** {@return a copy with another {@link #connectTimeout()}} */
  public FeignTransportConfig withConnectTimeout(Duration timeout) {
    return new FeignTransportConfig(timeout, sslContext);
  }

  /** {@return a copy with another {@link #sslContext()}, for instance one for a private CA} */
  public FeignTransportConfig withSslContext(SSLContext context) {
    return new FeignTransportConfig(connectTimeout, Optional.of(context));
  }
}
