// SPDX-License-Identifier: Apache-2.0
/**
 * Interfaces for applications. An application calls {@link io.hexauth.ports.api.OAuthClients}, one
 * {@link io.hexauth.ports.api.OAuthClient} for each registration and one {@link
 * io.hexauth.ports.api.OAuthSession} for each principal. It implements listeners and providers. The
 * glossary in {@code docs/guide/concepts.md} explains terms such as grant, view, lease and
 * generation.
 */
@NullMarked
package io.hexauth.ports.api;

import org.jspecify.annotations.NullMarked;
