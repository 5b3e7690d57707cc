// SPDX-License-Identifier: Apache-2.0
/**
 * Exceptions of Hexauth: one sealed hierarchy, with one type for each kind of reaction of the
 * caller. Adapters and core throw them. No message and no accessor contains a token, code, secret,
 * assertion or response body.
 */
@NullMarked
package io.hexauth.domain.error;

import org.jspecify.annotations.NullMarked;
