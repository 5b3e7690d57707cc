// SPDX-License-Identifier: Apache-2.0
/**
 * Authorizations for applications: options, the authorization URL, the callback, and the binding to
 * the user agent (RFC 6749 §4.1).
 */
@NullMarked
package io.hexauth.domain.authorization;

import org.jspecify.annotations.NullMarked;
