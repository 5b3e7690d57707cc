// SPDX-License-Identifier: Apache-2.0
/**
 * Scopes (RFC 6749 §3.3): one scope and the set of them. Used by every other package; sees none of
 * them.
 */
@NullMarked
package io.hexauth.domain.scope;

import org.jspecify.annotations.NullMarked;
