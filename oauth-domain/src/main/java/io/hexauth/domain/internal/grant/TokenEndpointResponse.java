// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Answer of a server to a request.
 *
 * @param status the HTTP status
 * @param body the body, read but not understood
 * @param retryAfter what the server asked for, already clamped
 * @param receivedAt when, on this machine's clock
 * @param secrets of the request, which nothing in the outcome may repeat
 */
public record TokenEndpointResponse(
    int status,
    ResponseBody body,
    Optional<Duration> retryAfter,
    Instant receivedAt,
    List<String> secrets) {

  /** {@return whether the status is a success} */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  @Override
  public String toString() {
    return "Answer[" + status + ", " + body + "]";
  }
}
