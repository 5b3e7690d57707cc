// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;

/**
 * Determines the result of a request that got no answer. Messages of exceptions are left out,
 * because they may quote the server.
 */
final class Verdict {

  private Verdict() {}

  static TransportResult of(Exception e, SingleExchangeClient client, Deadline deadline) {
    ExchangeFailure why = why(e, client, deadline);
    return client.written()
        ? new TransportResult.Unknown(why.failure(), why.detail())
        : new TransportResult.NotSent(why.failure(), why.detail(), why.retryable(), why.reason());
  }

  private static ExchangeFailure why(Exception e, SingleExchangeClient client, Deadline deadline) {
    // An interrupt and the deadline both look like a closed connection, so they are checked first.
    if (Thread.currentThread().isInterrupted()) {
      return new ExchangeFailure(Failure.INTERRUPTED, "the calling thread was interrupted");
    }
    if (deadline.passed()) {
      return new ExchangeFailure(Failure.DEADLINE, "the deadline passed");
    }
    if (e instanceof ExchangeFailure known) {
      return known;
    }
    if (e instanceof MessageConstraintException) {
      return new ExchangeFailure(Failure.TOO_LARGE, "the answer has too many or too long headers");
    }
    if (client.ended()) {
      return new ExchangeFailure(Failure.CUT, "the connection was cut within the answer");
    }
    if (e instanceof SSLException) {
      return new ExchangeFailure(Failure.TLS, "TLS failed after the handshake");
    }
    if (e instanceof RuntimeException
        || e instanceof MalformedChunkCodingException
        || e instanceof ZipException
        || e instanceof java.io.EOFException) {
      return new ExchangeFailure(Failure.GARBLED, "the answer's encoding is broken");
    }
    return new ExchangeFailure(Failure.CUT, "the connection was cut");
  }
}
