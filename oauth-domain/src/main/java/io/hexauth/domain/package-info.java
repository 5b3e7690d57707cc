// SPDX-License-Identifier: Apache-2.0
/**
 * Values and decisions of Hexauth. The code is pure: no I/O, clock, randomness, logging or JSON
 * library.
 *
 * <p>These words have the same meaning everywhere:
 *
 * <ul>
 *   <li><em>expired</em>: now is at or after the expiry minus the clock skew;
 *   <li><em>due</em>: close enough to the expiry to be refreshed in the background;
 *   <li><em>evict</em>: remove from memory;
 *   <li><em>revoke</em>: end a grant at the server (RFC 7009);
 *   <li><em>refresh</em>: get a new access token for a grant;
 *   <li><em>reauthorize</em>: ask the user for a new consent.
 * </ul>
 *
 * <p>The glossary in {@code docs/guide/concepts.md} explains other terms, such as grant and
 * generation.
 *
 * <p>The public packages have an order, in which each uses only the public packages before it:
 * {@code scope}, {@code token}, {@code registration}, {@code error}, {@code authorization}, {@code
 * lifecycle}.
 */
@NullMarked
package io.hexauth.domain;

import org.jspecify.annotations.NullMarked;
