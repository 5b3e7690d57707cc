// SPDX-License-Identifier: Apache-2.0
/**
 * Tokens on an application's own Feign clients: what {@link io.hexauth.ports.api.OAuthSession}
 * gives, as an {@code Authorization} header (RFC 6750 §2.1). Applications call {@link
 * io.hexauth.http.feign.client.OAuthFeign}.
 */
@NullMarked
package io.hexauth.http.feign.client;

import org.jspecify.annotations.NullMarked;
