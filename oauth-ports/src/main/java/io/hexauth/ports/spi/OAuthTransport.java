// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

/**
 * Sender of HTTP requests to authorization servers. A transport does not interpret requests or
 * answers.
 *
 * <h2>Implementing</h2>
 *
 * <ul>
 *   <li><b>One request.</b> Each call sends at most one request, over a new connection. A transport
 *       does not retry, follow redirects, answer challenges or reuse connections. It keeps nothing
 *       for the next call: no cookie, no cached answer.
 *   <li><b>Deadline.</b> The deadline covers the whole call: name lookup, connecting, TLS, writing,
 *       and reading the whole body. A byte that arrives does not extend it.
 *   <li><b>Size.</b> A transport reads at most {@link TransportRequest#mostBytes()} bytes after
 *       decompression. It decompresses a {@code gzip} body that consists of one member (RFC 1952
 *       §2.2). A body with several members is not a usable answer.
 *   <li><b>Honest result.</b> The result is {@link TransportResult.NotSent} only if certainly no
 *       byte of the request was sent. If a byte may have been sent and there is no usable answer,
 *       the result is {@link TransportResult.Unknown}. A network failure is never an exception.
 *   <li><b>Secrets.</b> No log, message or cause contains a secret of the request or the answer.
 *   <li><b>Interrupts.</b> If the calling thread is interrupted, the call ends early with one of
 *       the results, and the thread stays interrupted.
 *   <li><b>Headers.</b> A transport sends the headers of the request unchanged, and adds its own.
 *       If the request has no {@code Accept}, it adds one for JSON.
 *   <li><b>Last check.</b> A transport calls {@link TransportRequest#mayLeave()} when the
 *       connection is open, right before the first byte. If the method returns {@code false}, the
 *       transport writes nothing, and the result is {@code NotSent} with {@link
 *       TransportResult.Failure#TOO_LATE}.
 *   <li><b>Client certificate.</b> If a request has a {@linkplain TransportRequest#identity()
 *       client certificate}, only the connection of this request uses it. A connection does not
 *       resume a TLS session of another identity.
 *   <li><b>Public addresses.</b> A request with {@link Reach#PUBLIC} is sent only to a global
 *       unicast address (RFC 6890). If an IPv6 address contains an IPv4 address, the transport
 *       checks the IPv4 address. It connects to the same address that it has checked. If the host
 *       has no such address, the result is {@code NotSent} with {@link
 *       TransportResult.Failure#NOT_PUBLIC}. The result is the same if the transport cannot know
 *       the address, for example behind a proxy.
 * </ul>
 *
 * <p>Implementations must be safe for use by multiple threads. Bind the implementation to this
 * interface in a Guice module.
 *
 * <p>{@code OAuthTransportContract} of the test kit checks these rules, with some exceptions. It
 * does not look for secrets in the log and in the causes of failures. It does not check that the
 * deadline covers name lookup, or that the transport adds an {@code Accept}. For public addresses,
 * it only checks that no request reaches the machine that runs the test.
 */
public interface OAuthTransport {

  /**
   * Sends one request and waits for its result, at most until the deadline.
   *
   * @return the result, never {@code null}
   */
  TransportResult send(TransportRequest request);
}
