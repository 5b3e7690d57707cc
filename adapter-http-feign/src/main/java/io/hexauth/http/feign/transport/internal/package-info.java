// SPDX-License-Identifier: Apache-2.0
/**
 * One bounded HTTP exchange with the authorization server: a Feign client over a connection of its
 * own, and what became of it. Implements {@link io.hexauth.ports.spi.OAuthTransport}; made by the
 * module in {@code io.hexauth.http.feign}, and not API. Why it is built this way: ADR 0005.
 */
@NullMarked
package io.hexauth.http.feign.transport.internal;

import org.jspecify.annotations.NullMarked;
