// SPDX-License-Identifier: Apache-2.0
/**
 * The stores over Lettuce: one hash for each grant, one script for each method, one connection for
 * each injector. Nothing here is API.
 */
@NullMarked
package io.hexauth.store.redis.internal;

import org.jspecify.annotations.NullMarked;
