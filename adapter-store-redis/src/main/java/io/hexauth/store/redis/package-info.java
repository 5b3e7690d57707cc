// SPDX-License-Identifier: Apache-2.0
/** Tokens and pending authorizations in Redis; the Guice modules and what they need. */
@NullMarked
package io.hexauth.store.redis;

import org.jspecify.annotations.NullMarked;
