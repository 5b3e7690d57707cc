// SPDX-License-Identifier: Apache-2.0
/**
 * Tokens for an application's Feign clients: authorizations of {@link
 * io.hexauth.ports.api.OAuthSession} as headers of calls.
 */
@NullMarked
package io.hexauth.http.feign.client.internal;

import org.jspecify.annotations.NullMarked;
