// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.IOException;

/**
 * Why an exchange ended without an answer, in our words. It has no cause: causes from below may
 * quote the request or the answer.
 */
final class ExchangeFailure extends IOException {

  private static final long serialVersionUID = 1L;

  private final Failure failure;
  private final String detail;

  ExchangeFailure(Failure failure, String detail) {
    super(detail);
    this.failure = failure;
    this.detail = detail;
  }

  Failure failure() {
    return failure;
  }

  String detail() {
    return detail;
  }
}
