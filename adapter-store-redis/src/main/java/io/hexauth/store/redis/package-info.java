// SPDX-License-Identifier: Apache-2.0
/**
 * Tokens and pending authorizations in Redis: the Guice modules, their configuration, and the
 * qualifier of the client that the application gives.
 */
@NullMarked
package io.hexauth.store.redis;

import org.jspecify.annotations.NullMarked;
