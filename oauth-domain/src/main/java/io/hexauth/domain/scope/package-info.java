// SPDX-License-Identifier: Apache-2.0
/** Scopes (RFC 6749 §3.3): one scope, and sets of scopes. */
@NullMarked
package io.hexauth.domain.scope;

import org.jspecify.annotations.NullMarked;
