// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Rules for URLs to which secrets are sent. Every URL from configuration and metadata is checked
 * here.
 */
final class UriRule {

  /**
   * Loopback IPv4 addresses with valid numbers only. {@code 127.999.1.1} would be a name, which is
   * looked up.
   */
  private static final Pattern LOOPBACK =
      Pattern.compile("127(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}");

  private static final String FOR_NAMED_HOSTS =
      "plain http is allowed for loopback hosts and for hosts in allowPlainHttp(...) only";

  private UriRule() {}

  static URI server(String name, String text, PlainHttp plainHttp) {
    URI uri = web(name, text);
    requireTls(name, uri, plainHttp);
    return uri;
  }

  /** Parses and checks a URL like {@link #server}, but allows plain HTTP to any host. */
  static URI web(String name, String text) {
    URI uri = absolute(name, text);
    requireHost(name, uri);
    for (String parameter : queryNames(uri)) {
      if (ExtraParameters.isSecret(parameter)) {
        throw new IllegalArgumentException(
            name + " must not have '" + parameter + "' in its query, because URLs appear in logs");
      }
    }
    return uri;
  }

  /** {@return the decoded names of the query's parameters} */
  static Set<String> queryNames(URI uri) {
    var names = new LinkedHashSet<String>();
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      names.add(URLDecoder.decode(name, StandardCharsets.UTF_8));
    }
    names.remove("");
    return names;
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

  private static void requireHost(String name, URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new IllegalArgumentException(name + " must use https, not " + scheme);
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException(name + " must name a host");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw new IllegalArgumentException(name + " must have a port between 1 and 65535");
    }
  }

  static void requireTls(String name, URI uri, PlainHttp plainHttp) {
    requireTls(name, uri, plainHttp, FOR_NAMED_HOSTS);
  }

  static void requireTls(String name, URI uri, PlainHttp plainHttp, String plainHttpIsFor) {
    requireHost(name, uri);
    if (uri.getScheme().equalsIgnoreCase("https") || plainHttp.accepts(uri.getHost())) {
      return;
    }
    throw new IllegalArgumentException(
        name
            + " must use https; "
            + (isLoopback(uri.getHost())
                ? "for a loopback host call allowPlainHttpOnLoopback()"
                : plainHttpIsFor));
  }

  /** {@return true for a loopback address or {@code localhost}} The method looks up no name. */
  static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || LOOPBACK.matcher(host).matches();
  }
}
