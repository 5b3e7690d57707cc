// SPDX-License-Identifier: Apache-2.0
/**
 * Interfaces for applications. An application calls {@link io.hexauth.ports.api.OAuthClients}, one
 * {@link io.hexauth.ports.api.OAuthClient} for each registration and one {@link
 * io.hexauth.ports.api.OAuthSession} for each principal. It implements listeners and providers.
 */
@NullMarked
package io.hexauth.ports.api;

import org.jspecify.annotations.NullMarked;
