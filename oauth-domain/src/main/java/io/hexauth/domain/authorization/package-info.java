// SPDX-License-Identifier: Apache-2.0
/**
 * An authorization as an application sees it: options at the start, the URL to send the user to,
 * the callback, and the user agent that must be the same for both (RFC 6749 §4.1).
 */
@NullMarked
package io.hexauth.domain.authorization;

import org.jspecify.annotations.NullMarked;
