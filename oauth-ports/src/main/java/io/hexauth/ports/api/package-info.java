// SPDX-License-Identifier: Apache-2.0
/**
 * The driving ports: what an application calls. One {@link io.hexauth.ports.api.OAuthClient} for
 * each registration, one {@link io.hexauth.ports.api.OAuthSession} for each principal.
 */
@NullMarked
package io.hexauth.ports.api;

import org.jspecify.annotations.NullMarked;
