// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

/**
 * Carries one request to a server and its answer back; knows nothing of what either means.
 *
 * <h2>Implementing</h2>
 *
 * One call sends at most one request, over a connection of its own: nothing is retried, no redirect
 * is followed, no challenge is answered, no idle connection is reused, and nothing is left for the
 * next call: no cookie, no cached answer. The deadline is absolute and covers the name lookup,
 * connecting, TLS, writing and the whole body. No more than {@link TransportRequest#mostBytes()}
 * are read after decompression, which is done for {@code gzip} with one member. {@link
 * TransportResult.NotSent} is answered only if no byte of the request can have left; everything
 * that is not sure is {@link TransportResult.Unknown}. Nothing is thrown for what the network does,
 * and no secret of the request or the answer gets into a log, a message or a cause. An interrupt of
 * the calling thread ends the call early with one of the results and is kept.
 *
 * <p>The headers are sent as they are; a transport adds its own, and an {@code Accept} for JSON
 * where the request has none. {@link TransportRequest#mayLeave()} is asked last of all, when the
 * connection stands and nothing but the first byte is left to do; after a {@code false} nothing is
 * written, and the result is {@code NotSent} with {@link TransportResult.Failure#TOO_LATE}. The
 * {@linkplain TransportRequest#identity() client certificate} of a request is shown on its
 * connection and on no other: no TLS session is resumed that another request has begun with another
 * identity. A request with {@link Reach#PUBLIC} is connected to no address that is not global
 * unicast (RFC 6890, and the IPv6 forms of such IPv4 addresses): the address that is checked is the
 * one that is connected to. If none is left, the result is {@code NotSent} with {@link
 * TransportResult.Failure#NOT_PUBLIC}, and so it is where the transport cannot know the address, as
 * behind a proxy.
 *
 * <p>Implementations must be safe for use by multiple threads. The test kit's {@code
 * OAuthTransportContract} checks all of this; bind the implementation to this interface in a Guice
 * module.
 */
public interface OAuthTransport {

  /**
   * Sends one request and waits for what becomes of it, but not longer than its deadline.
   *
   * @return what became of it, never absent
   */
  TransportResult send(TransportRequest request);
}
