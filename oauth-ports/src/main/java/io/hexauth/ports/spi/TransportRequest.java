// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.registration.ClientRegistrationId;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A POST with a form body. {@link #toString()} shows no secret.
 *
 * @param registration for whom, for logs and for choosing a TLS identity
 * @param uri where to: HTTPS, or HTTP to loopback
 * @param authorization the value of the {@code Authorization} header; absent if the client does not
 *     authenticate by it
 * @param form the body, {@code application/x-www-form-urlencoded} in ASCII; holds secrets
 * @param deadline how long all of it may take, from the call on; positive
 * @param mostBytes how many bytes of the answer's body are read, after decompression; positive
 */
public record TransportRequest(
    ClientRegistrationId registration,
    URI uri,
    Optional<String> authorization,
    String form,
    Duration deadline,
    int mostBytes) {

  @Override
  public String toString() {
    return "TransportRequest["
        + registration
        + ", "
        + uri.getScheme()
        + "://"
        + uri.getAuthority()
        + uri.getPath()
        + "]";
  }
}
