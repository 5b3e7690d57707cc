// SPDX-License-Identifier: Apache-2.0
/**
 * Guice modules and settings of stores for grants and pending authorizations in Redis, and the
 * qualifier of the Redis client, which the application supplies.
 */
@NullMarked
package io.hexauth.store.redis;

import org.jspecify.annotations.NullMarked;
