// SPDX-License-Identifier: Apache-2.0
/**
 * Evaluation of an API's answer: the challenges of the {@code WWW-Authenticate} header (RFC 9110
 * §11.6.1), the errors of RFC 6750 §3.1, and the authentication requirements of RFC 9470.
 */
@NullMarked
package io.hexauth.domain.internal.challenge;

import org.jspecify.annotations.NullMarked;
