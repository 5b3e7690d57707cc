// SPDX-License-Identifier: Apache-2.0
/**
 * The ports that an application sees: the ones that it calls, one {@link
 * io.hexauth.ports.api.OAuthClient} for each registration and one {@link
 * io.hexauth.ports.api.OAuthSession} for each principal, and the callbacks that it implements.
 */
@NullMarked
package io.hexauth.ports.api;

import org.jspecify.annotations.NullMarked;
