// SPDX-License-Identifier: Apache-2.0
/**
 * What the answer of an API says about the token that came with the request: challenges of the
 * {@code WWW-Authenticate} header (RFC 9110 §11.6.1), the errors of RFC 6750 §3.1, and what RFC
 * 9470 asks of the user's authentication.
 */
@NullMarked
package io.hexauth.domain.internal.challenge;

import org.jspecify.annotations.NullMarked;
