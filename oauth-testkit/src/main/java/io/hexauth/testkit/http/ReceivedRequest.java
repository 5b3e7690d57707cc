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
 * A request as a server received it. {@link #toString()} shows neither header values nor body.
 *
 * @param connection which connection of this server it came over, counted from 1
 * @param clientCertificate what the client has shown over TLS; empty if nothing
 * @param method in upper case
 * @param path undecoded, without the query
 * @param query undecoded; empty if there is none
 * @param headers names in lower case, values in order
 * @param body not copied, so it must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ReceivedRequest(
    int connection,
    Optional<X509Certificate> clientCertificate,
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    byte[] body) {

  /** {@return the first value of this header, whatever its case; empty if it was not sent} */
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
   * @throws IllegalArgumentException if it is not one
   */
  public Form form() {
    return Form.decode(text());
  }

  /**
   * {@return the query as a form}
   *
   * @throws IllegalArgumentException if it is not one
   */
  public Form parameters() {
    return Form.decode(query);
  }

  @Override
  public String toString() {
    return "ReceivedRequest[" + method + " " + path + ", connection " + connection + "]";
  }
}
