// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The rules for URLs that secrets travel to. Data from outside (metadata, configuration) passes
 * here once.
 */
final class UriRule {

  private UriRule() {}

  static URI server(String name, String text, boolean plainHttpOnLoopback) {
    URI uri = absolute(name, text);
    requireTls(name, uri, plainHttpOnLoopback);
    return uri;
  }

  static URI absolute(String name, String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name + " is not a valid URI: " + e.getReason());
    }
    if (!uri.isAbsolute()) {
      throw new IllegalArgumentException(name + " must be an absolute URI");
    }
    if (uri.getRawFragment() != null) {
      throw new IllegalArgumentException(name + " must not have a fragment");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(name + " must not have user information before the host");
    }
    return uri;
  }

  static void requireTls(String name, URI uri, boolean plainHttpOnLoopback) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null) {
      throw new IllegalArgumentException(name + " must name a host");
    }
    if (scheme.equals("https")) {
      return;
    }
    if (!scheme.equals("http")) {
      throw new IllegalArgumentException(name + " must use https, not " + scheme);
    }
    if (!isLoopback(uri.getHost())) {
      throw new IllegalArgumentException(
          name + " must use https; plain http is for loopback hosts only");
    }
    if (!plainHttpOnLoopback) {
      throw new IllegalArgumentException(
          name + " must use https; for a loopback host call allowPlainHttpOnLoopback()");
    }
  }

  /** A literal, or the one name that is reserved for it: nothing is looked up. */
  static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  }
}
