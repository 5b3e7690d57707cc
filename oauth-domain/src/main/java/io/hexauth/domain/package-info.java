// SPDX-License-Identifier: Apache-2.0
/**
 * The pure heart of Hexauth: every decision without I/O, clock, randomness, logging or JSON
 * library.
 *
 * <p>Words with one meaning, used everywhere: <em>expired</em> (now is at or after the expiry, less
 * the clock skew), <em>due</em> (early enough to refresh while no caller waits), <em>evict</em>
 * (forget locally), <em>revoke</em> (tell the server, RFC 7009), <em>refresh</em> (get a new access
 * token for a grant), <em>reauthorize</em> (the user must consent again), <em>grant</em> (what owns
 * a refresh token, or what a client can obtain by itself), <em>generation</em> (the count of
 * credentials stored for a grant).
 *
 * <p>The packages have a total order, each seeing only those before it: {@code scope}, {@code
 * registration}, {@code error}, {@code token}, {@code grant}, {@code authorization}, {@code
 * lifecycle}.
 */
@NullMarked
package io.hexauth.domain;

import org.jspecify.annotations.NullMarked;
