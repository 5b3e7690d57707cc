// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.net.URI;
import java.util.List;

/**
 * Issuer identifier of an authorization server. Two issuers are equal only if their texts are
 * equal, code point by code point, without normalisation.
 *
 * @param value an HTTPS URL without query and fragment, exactly as the server publishes it
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414.html#section-2">RFC 8414 §2</a>
 */
public record Issuer(String value) {

  private static final String WELL_KNOWN = "/.well-known/";

  /**
   * {@return the issuer with this text}
   *
   * @throws IllegalArgumentException if the text is not an HTTPS URL without query and fragment
   */
  static Issuer parse(String text, PlainHttp plainHttp) {
    URI uri = UriRule.server("issuer", text, plainHttp);
    if (uri.getRawQuery() != null) {
      throw new IllegalArgumentException("issuer must not have a query");
    }
    if (uri.getRawPath().contains(WELL_KNOWN)) {
      throw new IllegalArgumentException(
          "issuer is the identifier of the server and not the URL of its metadata; remove "
              + WELL_KNOWN
              + "…");
    }
    return new Issuer(text);
  }

  /**
   * {@return the URLs of the metadata, in the order in which they are tried} RFC 8414 inserts the
   * well-known path between host and path. OpenID Connect Discovery appends it.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8414.html#section-3.1">RFC 8414 §3.1</a>
   */
  public List<URI> metadataUrls() {
    String base = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    String path = URI.create(base).getRawPath();
    String host = base.substring(0, base.length() - path.length());
    return List.of(
        URI.create(host + WELL_KNOWN + "oauth-authorization-server" + path),
        URI.create(base + WELL_KNOWN + "openid-configuration"));
  }

  /** {@return scheme, host and port of the issuer} */
  public Origin origin() {
    return Origin.of(URI.create(value));
  }

  @Override
  public String toString() {
    return value;
  }
}
