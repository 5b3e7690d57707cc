// SPDX-License-Identifier: Apache-2.0
/**
 * Transport that sends one bounded HTTP exchange to the authorization server, with Feign over its
 * own connection, and reports the result. Implements {@link io.hexauth.ports.spi.OAuthTransport}.
 * Only the module in {@code io.hexauth.http.feign} uses this package; it is not API. Reasons for
 * the design: ADR 0005.
 */
@NullMarked
package io.hexauth.http.feign.transport.internal;

import org.jspecify.annotations.NullMarked;
