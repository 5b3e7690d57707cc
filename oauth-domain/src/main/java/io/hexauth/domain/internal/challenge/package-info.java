// SPDX-License-Identifier: Apache-2.0
/**
 * Judgement of an API's answer about the token of the request: challenges of the {@code
 * WWW-Authenticate} header (RFC 9110 §11.6.1), the errors of RFC 6750 §3.1, and what RFC 9470 asks
 * of the user's authentication.
 */
@NullMarked
package io.hexauth.domain.internal.challenge;

import org.jspecify.annotations.NullMarked;
