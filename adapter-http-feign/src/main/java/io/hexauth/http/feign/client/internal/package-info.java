// SPDX-License-Identifier: Apache-2.0
/**
 * Tokens on an application's own Feign clients: what {@link io.hexauth.ports.api.OAuthSession}
 * gives, as headers of its calls.
 */
@NullMarked
package io.hexauth.http.feign.client.internal;

import org.jspecify.annotations.NullMarked;
