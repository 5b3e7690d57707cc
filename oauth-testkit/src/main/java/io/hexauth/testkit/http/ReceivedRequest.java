// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

import io.hexauth.domain.authorization.Form;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Request as a server received it. {@link #toString()} shows neither header values nor body.
 *
 * @param connection the number of the connection at this server, from 1
 * @param clientCertificate the client certificate of the TLS connection; empty if there is none
 * @param method in upper case
 * @param path undecoded, without the query
 * @param query undecoded; empty if there is none
 * @param headers values in order, by name in lower case
 * @param body not copied, so it must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // instances are never compared
public record ReceivedRequest(
    int connection,
    Optional<X509Certificate> clientCertificate,
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    byte[] body) {

  /** {@return the first value of this header, whatever its case; empty if there is none} */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  /** {@return the body as text} */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * {@return the body as a form}
   *
   * @throws IllegalArgumentException if the body is not a form
   */
  public Form form() {
    return Form.decode(text());
  }

  /**
   * {@return the query as a form}
   *
   * @throws IllegalArgumentException if the query is not a form
   */
  public Form parameters() {
    return Form.decode(query);
  }

  @Override
  public String toString() {
    return "ReceivedRequest[" + method + " " + path + ", connection " + connection + "]";
  }
}
