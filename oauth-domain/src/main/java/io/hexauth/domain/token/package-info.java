// SPDX-License-Identifier: Apache-2.0
/**
 * Tokens as values that redact themselves in {@code toString()} (RFC 6749 §1.4, §1.5, RFC 6750).
 */
@NullMarked
package io.hexauth.domain.token;

import org.jspecify.annotations.NullMarked;
