// SPDX-License-Identifier: Apache-2.0
/**
 * Feign in two roles: the transport to the authorization server, and tokens for outgoing calls of
 * an application.
 */
@NullMarked
package io.hexauth.http.feign;

import org.jspecify.annotations.NullMarked;
