// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.net.URI;
import java.util.Set;

/**
 * URI to which the authorization server sends the user back. It is sent and compared character by
 * character.
 *
 * <p>Allowed forms:
 *
 * <ul>
 *   <li>HTTPS;
 *   <li>a private-use scheme of a native application, with a dot in it (RFC 8252 §7.1);
 *   <li>plain HTTP to {@code 127.0.0.1} or {@code [::1]} (RFC 8252 §7.3);
 *   <li>plain HTTP to another name of loopback, such as {@code localhost}, if the registration
 *       allows it. Such a name can resolve to another host (RFC 8252 §8.3).
 * </ul>
 *
 * <p>Plain HTTP to other hosts is always refused, because the code would be sent over a network
 * unencrypted.
 *
 * @param value the URI, exactly as registered at the server
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1.2">RFC 6749 §3.1.2</a>
 */
public record RedirectUri(String value) {

  /**
   * {@return the redirect URI with this text}
   *
   * @throws IllegalArgumentException if the text breaks one of the rules above; the message names
   *     the rule
   */
  static RedirectUri parse(String text, boolean plainHttpOnLoopback) {
    URI uri = UriRule.absolute("redirectUri", text);
    if (uri.isOpaque()) {
      throw new IllegalArgumentException("redirectUri must have a path after its scheme");
    }
    if (!uri.getScheme().contains(".")) {
      boolean literal = "127.0.0.1".equals(uri.getHost()) || "[::1]".equals(uri.getHost());
      UriRule.requireTls(
          "redirectUri",
          uri,
          new PlainHttp(literal || plainHttpOnLoopback, Set.of()),
          "plain http is allowed for loopback hosts only");
    }
    return new RedirectUri(text);
  }

  /**
   * Returns the redirect URI for one authorization of a native application, which listens on a port
   * that the operating system chose (RFC 8252 §7.3).
   *
   * @param text this redirect URI, or, for plain HTTP to loopback, this URI with another port
   * @return the redirect URI with that port
   * @throws IllegalArgumentException if any other part differs
   */
  public RedirectUri at(String text) {
    RedirectUri other = parse(text, true);
    if (!other.withoutLoopbackPort().equals(withoutLoopbackPort())) {
      throw new IllegalArgumentException(
          "redirectUri must be the registered redirect URI; only the port of a loopback address"
              + " may differ");
    }
    return other;
  }

  /** {@return this URI without its port if it is plain HTTP to loopback; otherwise this URI} */
  public RedirectUri withoutLoopbackPort() {
    URI uri = URI.create(value);
    return "http".equals(uri.getScheme())
        ? new RedirectUri(
            "http://"
                + uri.getHost()
                + uri.getRawPath()
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()))
        : this;
  }

  /** {@return the path; {@code /} if the URI has none} */
  public String path() {
    String path = URI.create(value).getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  /** {@return the raw query, which a callback must contain too; empty if there is none} */
  public String query() {
    String query = URI.create(value).getRawQuery();
    return query == null ? "" : query;
  }

  @Override
  public String toString() {
    return value;
  }
}
