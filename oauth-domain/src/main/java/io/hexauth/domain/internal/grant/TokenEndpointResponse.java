// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Answer of a server to a token or revocation request.
 *
 * @param status the HTTP status
 * @param body the body, not interpreted
 * @param retryAfter the pause that the server asked for, at most one hour; empty if it asked for
 *     none
 * @param receivedAt the time at which the answer arrived, by this machine's clock
 * @param secrets the secrets of the request, which must not appear in the result
 */
public record TokenEndpointResponse(
    int status,
    ResponseBody body,
    Optional<Duration> retryAfter,
    Instant receivedAt,
    List<String> secrets) {

  /** {@return true for a status of success} */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  @Override
  public String toString() {
    return "Answer[" + status + ", " + body + "]";
  }
}
