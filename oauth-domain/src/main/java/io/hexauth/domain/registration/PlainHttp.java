// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The hosts that a registration accepts plain HTTP for: loopback if allowed, and names.
 *
 * @param onLoopback whether loopback literals and {@code localhost} are accepted
 * @param hosts host names in lower case; {@code *.suffix} stands for every name below the suffix,
 *     and not for the suffix itself
 */
record PlainHttp(boolean onLoopback, Set<String> hosts) {

  private static final String ANY_BELOW = "*.";

  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

  private static final Pattern NAME = Pattern.compile("(" + LABEL + "\\.)*" + LABEL);

  /** URL parsers take a name whose last label is a number for an IPv4 address. */
  private static final Pattern ENDS_WITH_NUMBER = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");

  private static final int LONGEST_NAME = 253;

  /**
   * @throws IllegalArgumentException if something in {@code hosts} is not the name of another
   *     machine
   */
  PlainHttp {
    hosts = Set.copyOf(hosts);
    for (String host : hosts) {
      requireName(host);
    }
  }

  private static void requireName(String host) {
    String name = host.startsWith(ANY_BELOW) ? host.substring(ANY_BELOW.length()) : host;
    if (UriRule.isLoopback(name) || name.endsWith(".localhost")) {
      throw new IllegalArgumentException(
          "allowPlainHttp is for other machines; for loopback call allowPlainHttpOnLoopback()");
    }
    if (name.length() > LONGEST_NAME
        || !NAME.matcher(name).matches()
        || ENDS_WITH_NUMBER.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "allowPlainHttp takes host names such as keycloak or *.svc.cluster.local: no address,"
              + " port, scheme or trailing dot, and no other wildcard");
    }
  }

  /** {@return whether this host of a URL, as it stands there, is one of them} */
  boolean accepts(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return UriRule.isLoopback(name)
        ? onLoopback
        : NAME.matcher(name).matches() && hosts.stream().anyMatch(h -> matches(h, name));
  }

  private static boolean matches(String host, String name) {
    // The dot stays on the suffix: evil-svc.example does not end with .svc.example.
    return host.startsWith(ANY_BELOW)
        ? name.endsWith(host.substring(ANY_BELOW.length() - 1))
        : name.equals(host);
  }
}
