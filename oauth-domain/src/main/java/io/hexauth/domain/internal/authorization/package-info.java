// SPDX-License-Identifier: Apache-2.0
/**
 * The part of the authorization code grant that uses the browser: the authorization URL, the
 * pending authorization, and the check of the callback (RFC 6749 §4.1, RFC 7636, RFC 9207).
 */
@NullMarked
package io.hexauth.domain.internal.authorization;

import org.jspecify.annotations.NullMarked;
