// SPDX-License-Identifier: Apache-2.0
/**
 * The front channel of the authorization code grant: the URL that a user is sent to, the pending
 * authorization that a callback must answer, and the check of the callback (RFC 6749 §4.1, RFC
 * 7636, RFC 9207).
 */
@NullMarked
package io.hexauth.domain.internal.authorization;

import org.jspecify.annotations.NullMarked;
