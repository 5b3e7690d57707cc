// SPDX-License-Identifier: Apache-2.0
/**
 * Requests to a token endpoint and the meaning of its answers (RFC 6749 §4, §5, §6): requests as
 * forms, responses as one of a closed set of outcomes. Driven by core; adapters only carry the
 * bytes.
 */
@NullMarked
package io.hexauth.domain.internal.grant;

import org.jspecify.annotations.NullMarked;
