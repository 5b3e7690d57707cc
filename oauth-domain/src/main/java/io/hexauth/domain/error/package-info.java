// SPDX-License-Identifier: Apache-2.0
/**
 * The one sealed hierarchy of failures, cut by what the caller can do about each. Adapters and core
 * throw these; the hierarchy is closed. No message and no accessor holds a token, code, secret,
 * assertion or response body.
 */
@NullMarked
package io.hexauth.domain.error;

import org.jspecify.annotations.NullMarked;
