// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

/**
 * Carries one request to the authorization server and its answer back; knows nothing of what either
 * means.
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
