// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Result of a request. */
public sealed interface TransportResult {

  /** {@return what the case for this result returns} */
  <R> R fold(Cases<R> cases);

  /**
   * One method for each result.
   *
   * @param <R> what they return
   */
  interface Cases<R> {

    /** {@return the result for a complete answer} */
    R response(Response response);

    /** {@return the result for a request of which nothing left} */
    R notSent(NotSent notSent);

    /** {@return the result for a request that may have been processed} */
    R unknown(Unknown unknown);
  }

  /**
   * A complete answer. {@link #toString()} shows neither headers nor body.
   *
   * @param status the HTTP status; any value
   * @param headers names in lower case
   * @param body at most as many bytes as the request allowed, decompressed; not copied, so it must
   *     not be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; copying would double every read
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
   * No byte of the request left this machine: it is safe to send it again. {@link #toString()} does
   * not show the cause.
   *
   * @param failure why
   * @param detail in our words, without secrets
   * @param retryable whether trying the same again can help; not so for a certificate that is not
   *     accepted, for example
   * @param cause what the JDK or a library said, for the application's log; must be free of
   *     secrets, and empty if that is not sure
   */
  record NotSent(Failure failure, String detail, boolean retryable, Optional<Exception> cause)
      implements TransportResult {

    /** Something that may pass, without a cause. */
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
   * The request may have been processed; the answer cannot be had any more.
   *
   * @param failure why
   * @param detail in our words, without secrets
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
    /** Nothing listens at the port, or the host cannot be reached. */
    CONNECT,
    /** A forward proxy refused to make a connection, or gave no sensible answer. */
    PROXY,
    /** The TLS handshake failed: a wrong host, an expired or an untrusted certificate. */
    TLS,
    /** The deadline passed. */
    DEADLINE,
    /** The connection was cut. */
    CUT,
    /** The answer is larger than allowed. */
    TOO_LARGE,
    /** The answer is not HTTP, or its encoding is broken. */
    GARBLED,
    /** The calling thread was interrupted. */
    INTERRUPTED,
    /** The request may not leave any more: {@link TransportRequest#mayLeave()}. */
    TOO_LATE,
    /** The host has no address that the request may reach: {@link Reach#PUBLIC}. */
    NOT_PUBLIC
  }
}
