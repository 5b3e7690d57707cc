// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.net.URI;
import java.util.Locale;

/**
 * Origin of a URL: scheme, host and port. URLs with the same origin have equal origins, even if the
 * case of letters differs or only one of them contains the default port.
 *
 * @param scheme {@code https} or {@code http}, in lower case
 * @param host the host in lower case
 * @param port the port; never negative
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6454.html#section-4">RFC 6454 §4</a>
 */
public record Origin(String scheme, String host, int port) {

  /**
   * {@return the origin of a URL}
   *
   * @throws IllegalArgumentException if the URL is not an absolute {@code http} or {@code https}
   *     URL with a host, or has user information
   */
  public static Origin of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean https = scheme.equals("https");
    if (!https && !scheme.equals("http")) {
      throw new IllegalArgumentException("An origin must be an absolute http or https URL");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "An origin must name a host and must not have user" + " information");
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : https ? 443 : 80;
    return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
  }

  /**
   * {@return true if the host is a loopback address or {@code localhost}} The method looks up no
   * name.
   */
  public boolean isLoopback() {
    return UriRule.isLoopback(host);
  }

  boolean isTls() {
    return scheme.equals("https");
  }

  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }
}
