// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Check of the {@code Host} header of an API request. Many HTTP clients send a caller's {@code
 * Host} header unchanged, and servers and proxies route by it. So a request to an allowed address
 * could deliver its token to another host.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110.html#section-7.2">RFC 9110 §7.2</a>
 */
final class HostHeader {

  private static final String HOST = "Host";

  /** Pseudo-header of HTTP/2 (RFC 9113 §8.3.1), which HTTP clients create themselves. */
  private static final String AUTHORITY = ":authority";

  private HostHeader() {}

  /**
   * {@return true if the headers contain no {@code Host}, or exactly one that matches this origin}
   */
  static boolean isAbsentOrOf(Origin origin, Map<String, ? extends Collection<String>> headers) {
    int hosts = 0;
    for (Map.Entry<String, ? extends Collection<String>> header : headers.entrySet()) {
      String name = header.getKey().strip();
      if (name.equalsIgnoreCase(AUTHORITY)) {
        return false;
      }
      if (name.equalsIgnoreCase(HOST)) {
        hosts++;
        if (hosts > 1 || !isOneOf(origin, header.getValue())) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isOneOf(Origin origin, Collection<String> values) {
    return values.size() == 1 && isOf(origin, values.iterator().next());
  }

  private static boolean isOf(Origin origin, @Nullable String value) {
    if (value == null) {
      return false;
    }
    boolean defaultPort = origin.port() == (origin.scheme().equals("https") ? 443 : 80);
    return value.equalsIgnoreCase(origin.host() + ":" + origin.port())
        || (defaultPort && value.equalsIgnoreCase(origin.host()));
  }
}
