// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

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
