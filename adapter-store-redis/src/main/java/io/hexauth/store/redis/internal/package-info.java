// SPDX-License-Identifier: Apache-2.0
/**
 * Stores in Redis with the client Lettuce: one hash for each grant, one script for each method, one
 * connection for each injector. This package is not API.
 */
@NullMarked
package io.hexauth.store.redis.internal;

import org.jspecify.annotations.NullMarked;
