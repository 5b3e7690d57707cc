// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Result of a request. */
public sealed interface TransportResult {

  /** {@return the value that {@code cases} returns for this kind of result} */
  <R> R fold(Cases<R> cases);

  /**
   * One function for each of the three kinds of result.
   *
   * @param <R> the type of the values that the functions return
   */
  interface Cases<R> {

    /** {@return the value for a complete answer} */
    R response(Response response);

    /** {@return the value for a request of which no byte was sent} */
    R notSent(NotSent notSent);

    /**
     * {@return the value for an unknown outcome: the server may have processed the request, and
     * there is no usable answer}
     */
    R unknown(Unknown unknown);
  }

  /**
   * Complete answer. {@link #toString()} shows neither headers nor body.
   *
   * @param status the HTTP status; any value
   * @param headers values by name in lower case
   * @param body at most as many bytes as the request allowed, decompressed; not copied, so it must
   *     not be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; a copy would cost time
  record Response(int status, Map<String, List<String>> headers, byte[] body)
      implements TransportResult {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.response(this);
    }

    @Override
    public String toString() {
      return "Response[" + status + ", " + body.length + " bytes]";
    }
  }

  /**
   * Result of a request of which no byte was sent. It is safe to send the request again. {@link
   * #toString()} does not show the cause.
   *
   * @param failure the reason
   * @param detail a description by the transport, without secrets
   * @param retryable true if another attempt can succeed; false, for example, if the server's
   *     certificate is not accepted
   * @param cause the exception of the JDK or a library, for the application's log; empty if it may
   *     contain secrets
   */
  record NotSent(Failure failure, String detail, boolean retryable, Optional<Exception> cause)
      implements TransportResult {

    /** Creates a retryable result without a cause. */
    public NotSent(Failure failure, String detail) {
      this(failure, detail, true, Optional.empty());
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.notSent(this);
    }

    @Override
    public String toString() {
      return "NotSent[failure=" + failure + ", detail=" + detail + ", retryable=" + retryable + "]";
    }
  }

  /**
   * Result of a request that the server may have processed, without a usable answer.
   *
   * @param failure the reason
   * @param detail a description by the transport, without secrets
   */
  record Unknown(Failure failure, String detail) implements TransportResult {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.unknown(this);
    }
  }

  /** Kind of network failure. */
  enum Failure {
    /** The host name is not known. */
    LOOKUP,
    /** No server listens at the port, or the host cannot be reached. */
    CONNECT,
    /** A forward proxy refused to connect, or sent an unusable answer. */
    PROXY,
    /**
     * The TLS handshake failed, for example because of the host name, or an expired or untrusted
     * certificate.
     */
    TLS,
    /** The deadline passed. */
    DEADLINE,
    /** The connection was closed or reset. */
    CUT,
    /** The answer is larger than allowed. */
    TOO_LARGE,
    /** The answer is not valid HTTP, or its encoding is damaged. */
    GARBLED,
    /** The calling thread was interrupted. */
    INTERRUPTED,
    /** {@link TransportRequest#mayLeave()} returned false. */
    TOO_LATE,
    /**
     * The request requires a public address ({@link Reach#PUBLIC}). The host has none, or the
     * transport cannot know its address.
     */
    NOT_PUBLIC
  }
}
