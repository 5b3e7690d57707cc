// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reason why an exchange ended without an answer. The text contains no words of the server. There
 * is a cause only if it occurred before the first byte of the request, because later exceptions may
 * quote the request or the answer.
 */
final class ExchangeFailure extends IOException {

  private static final long serialVersionUID = 1L;

  private final Failure failure;
  private final String detail;
  private final boolean retryable;
  private final transient @Nullable Exception reason;

  ExchangeFailure(Failure failure, String detail) {
    this(failure, detail, true, null);
  }

  /**
   * @param retryable true if another attempt can help
   */
  ExchangeFailure(Failure failure, String detail, boolean retryable, @Nullable Exception reason) {
    super(detail);
    this.failure = failure;
    this.detail = detail;
    this.retryable = retryable;
    this.reason = reason;
  }

  Failure failure() {
    return failure;
  }

  String detail() {
    return detail;
  }

  boolean retryable() {
    return retryable;
  }

  Optional<Exception> reason() {
    return Optional.ofNullable(reason);
  }
}
