// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Hosts for which a registration allows plain HTTP: loopback hosts, and named hosts.
 *
 * @param onLoopback true if loopback addresses and {@code localhost} are allowed
 * @param hosts host names in lower case; {@code *.suffix} matches every name below the suffix, but
 *     not the suffix itself
 */
record PlainHttp(boolean onLoopback, Set<String> hosts) {

  private static final String ANY_BELOW = "*.";

  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

  private static final Pattern NAME = Pattern.compile("(" + LABEL + "\\.)*" + LABEL);

  /** Name that ends with a number. URL parsers treat such a name as an IPv4 address. */
  private static final Pattern ENDS_WITH_NUMBER = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");

  private static final int LONGEST_NAME = 253;

  /**
   * Creates the hosts.
   *
   * @throws IllegalArgumentException if one of {@code hosts} is not the name of another machine
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
          "allowPlainHttp accepts host names such as keycloak or *.svc.cluster.local, without"
              + " address, port, scheme, trailing dot or another wildcard");
    }
  }

  /** {@return true if plain HTTP is allowed for this host of a URL} */
  boolean accepts(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return UriRule.isLoopback(name)
        ? onLoopback
        : NAME.matcher(name).matches() && hosts.stream().anyMatch(h -> matches(h, name));
  }

  private static boolean matches(String host, String name) {
    // The comparison includes the dot before the suffix. Otherwise, *.svc.example would match
    // evil-svc.example.
    return host.startsWith(ANY_BELOW)
        ? name.endsWith(host.substring(ANY_BELOW.length() - 1))
        : name.equals(host);
  }
}
