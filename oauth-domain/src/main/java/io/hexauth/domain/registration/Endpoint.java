// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.net.URI;

/**
 * URL of an endpoint of the authorization server.
 *
 * <p>The URL is absolute and HTTPS, without fragment and user information. Plain HTTP is possible
 * for loopback and for named hosts, if the registration allows it ({@link
 * ClientRegistration.Builder#allowPlainHttpOnLoopback()}, {@link
 * ClientRegistration.Builder#allowPlainHttp(String...)}).
 *
 * @param uri the URL, exactly as configured
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-3">RFC 6749 §3</a>
 */
public record Endpoint(URI uri) {

  /**
   * {@return the endpoint with this URL}
   *
   * @param name the name of the endpoint in error messages, such as {@code "tokenEndpoint"}
   * @throws IllegalArgumentException if the text breaks one of the rules above; the message names
   *     the rule
   */
  static Endpoint parse(String name, String text, PlainHttp plainHttp) {
    return new Endpoint(UriRule.server(name, text, plainHttp));
  }

  /** {@return scheme, host and port of the URL} */
  public Origin origin() {
    return Origin.of(uri);
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
