// SPDX-License-Identifier: Apache-2.0
/**
 * Values and decisions of Hexauth. The code is pure: no I/O, clock, randomness, logging or JSON
 * library.
 *
 * <p>These words have the same meaning everywhere: <em>expired</em> (now is at or after the expiry
 * minus the clock skew), <em>due</em> (close enough to the expiry to be refreshed in the
 * background), <em>evict</em> (remove from memory), <em>revoke</em> (end a grant at the server, RFC
 * 7009), <em>refresh</em> (get a new access token for a grant), <em>reauthorize</em> (ask the user
 * for a new consent), <em>grant</em> (the consent of a user to a client, or the right of a client
 * to act for itself), <em>generation</em> (the number of tokens stored for a grant).
 *
 * <p>The packages have an order, in which each uses only those before it: {@code scope}, {@code
 * registration}, {@code error}, {@code token}, {@code grant}, {@code authorization}, {@code
 * lifecycle}.
 */
@NullMarked
package io.hexauth.domain;

import org.jspecify.annotations.NullMarked;
