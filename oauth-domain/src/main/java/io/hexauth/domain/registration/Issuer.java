// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.net.URI;

/**
 * The issuer identifier of an authorization server, compared code point by code point: no
 * normalisation, ever.
 *
 * @param value an HTTPS URL without query and fragment, exactly as the server spells it
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414.html#section-2">RFC 8414 §2</a>
 */
public record Issuer(String value) {

  /**
   * @throws IllegalArgumentException if the text is not such a URL
   */
  static Issuer parse(String text, PlainHttp plainHttp) {
    URI uri = UriRule.server("issuer", text, plainHttp);
    if (uri.getRawQuery() != null) {
      throw new IllegalArgumentException("issuer must not have a query");
    }
    return new Issuer(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
