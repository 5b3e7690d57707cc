// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.net.URI;
import java.util.Set;

/**
 * Address to which the authorization server sends the user back, compared and sent character by
 * character.
 *
 * <p>HTTPS; or a private-use scheme of a native app, which has a dot in it (RFC 8252 §7.1); or
 * plain HTTP to {@code 127.0.0.1} or {@code [::1]} (RFC 8252 §7.3); or plain HTTP to another
 * spelling of loopback, {@code localhost} above all, where the registration allows it: a name can
 * lead elsewhere (RFC 8252 §8.3). Plain HTTP to other hosts is refused, whatever a registration
 * allows for its endpoints: the code would cross a network in the clear.
 *
 * @param value the URI, exactly as registered at the server
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1.2">RFC 6749 §3.1.2</a>
 */
public record RedirectUri(String value) {

  /**
   * @throws IllegalArgumentException if the text breaks one of the rules above; the message says
   *     which
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
          "plain http is for loopback hosts only");
    }
    return new RedirectUri(text);
  }

  /**
   * The redirect URI of one authorization of a native application, which listens on a port that it
   * was given (RFC 8252 §7.3).
   *
   * @param text this redirect URI; or, if this is plain HTTP to loopback, with any other port
   * @throws IllegalArgumentException if it differs in anything else
   */
  public RedirectUri at(String text) {
    RedirectUri other = parse(text, true);
    if (!other.withoutLoopbackPort().equals(withoutLoopbackPort())) {
      throw new IllegalArgumentException(
          "redirectUri must be the registered one; only the port of a loopback address may differ");
    }
    return other;
  }

  /** {@return the same without its port, if it is plain HTTP to loopback; else this one} */
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

  /** {@return the path as a request for it spells it: {@code /} where none is written} */
  public String path() {
    String path = URI.create(value).getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  /** {@return the raw query, which a callback must have too; empty if there is none} */
  public String query() {
    String query = URI.create(value).getRawQuery();
    return query == null ? "" : query;
  }

  @Override
  public String toString() {
    return value;
  }
}
